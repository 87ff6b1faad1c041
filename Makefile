# Lanyard: `make help` lists what there is. Everything built goes to build/, everything that runs keeps its state in var/.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
PORT     ?= 8080
CC       ?= cc
CXX      ?= c++
SANITIZE ?=
WERROR   ?= -Werror

VARIANT := $(or $(SANITIZE:1=sanitize),release)
B       := build/$(VARIANT)
GEN     := build/generated

ROOMS := base store ticket registration checkin badge
PROGRAMS := lanyard-web lanyard-badges lanyard-checkin lanyard-admin

# --- flags -----------------------------------------------------------------------------------------------------

HARDENING := -fstack-protector-strong -fstack-clash-protection -fcf-protection -D_FORTIFY_SOURCE=2
WARNINGS  := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef $(WERROR)
OPTIMISE  := -O2 -g $(HARDENING)
LINKING   := -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed -pie
ifeq ($(VARIANT),sanitize)
OPTIMISE  := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LINKING   := -fsanitize=address,undefined -Wl,--as-needed -pie
endif
ifeq ($(VARIANT),thread)
OPTIMISE  := -O1 -g -fsanitize=thread
LINKING   := -fsanitize=thread -Wl,--as-needed -pie
endif

# The door program and the others link what they use and no more: --as-needed over one list.
PACKAGES := libpq libmicrohttpd cairo pangocairo librsvg-2.0 libqrencode libsodium jansson libcurl icu-uc icu-i18n \
            sqlite3 zbar zxing poppler-cpp libpng libturbojpeg
# Asked once, and only by a rule that compiles: pkg-config may not be installed yet.
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $$(shell pkg-config --cflags-only-I $(PACKAGES) | sed 's/-I/-isystem /g'))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $$(shell pkg-config --libs $(PACKAGES)))$(PACKAGE_LIBS)

CPPFLAGS += -Iservices -I. -I$(GEN) -D_GNU_SOURCE -DLANYARD_VERSION='"$(VERSION)"' \
            -DLANYARD_ASSETS='"$(PREFIX)/share/lanyard"' $(PACKAGE_CFLAGS)
CFLAGS   := -std=gnu17 -fPIE -pthread $(OPTIMISE) $(WARNINGS) $(CFLAGS)
CXXFLAGS := -std=gnu++17 -fPIE -pthread $(OPTIMISE) $(filter-out -Wstrict-prototypes -Wmissing-prototypes -Wconversion,$(WARNINGS)) $(CXXFLAGS)
LIBS      = $(PACKAGE_LIBS) -lstdc++ -lm -pthread

# --- sources ---------------------------------------------------------------------------------------------------

room_sources = $(wildcard services/$(1)/*.c services/$(1)/*.cc)
objects = $(addprefix $(B)/,$(addsuffix .o,$(1)))
ROOM_LIBS := $(ROOMS:%=$(B)/lib%.a)
# Rooms above come first, so that each finds what it needs in the ones after it.
LINK_ROOMS := $(foreach r,registration checkin badge ticket store base,$(B)/lib$(r).a)

all: $(PROGRAMS:%=$(B)/%)

$(GEN)/store/statements.h: services/store/embed.awk $(wildcard sql/statements/*.sql) sql/statements
	@mkdir -p $(@D)
	awk -v mode=header -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/store/statements.c: services/store/embed.awk $(wildcard sql/statements/*.sql) sql/statements
	@mkdir -p $(@D)
	awk -v mode=statements -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/store/migrations.c: services/store/embed.awk $(wildcard sql/migrations/*.sql) sql/migrations
	@mkdir -p $(@D)
	awk -v mode=migrations -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(B)/%.c.o: %.c $(GEN)/store/statements.h
	@mkdir -p $(@D)
	$(CC) $(CPPFLAGS) $(CFLAGS) -MMD -MP -c $< -o $@

$(B)/%.cc.o: %.cc
	@mkdir -p $(@D)
	$(CXX) $(CPPFLAGS) $(CXXFLAGS) -MMD -MP -c $< -o $@

define room
$(B)/lib$(1).a: $(call objects,$(call room_sources,$(1)) $(if $(filter store,$(1)),$(GEN)/store/statements.c $(GEN)/store/migrations.c))
	@rm -f $$@
	ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))

# A program is its own sources and whatever it uses of the rooms.
define program
$(B)/$(1): $(call objects,$(2)) $(ROOM_LIBS)
	$(CC) $(LINKING) $(call objects,$(2)) $(LINK_ROOMS) $(LIBS) $(LDFLAGS) -o $$@
endef
$(eval $(call program,lanyard-web,$(wildcard services/web/*.c)))
$(eval $(call program,lanyard-badges,$(wildcard cli/badges/*.c)))
$(eval $(call program,lanyard-checkin,$(wildcard cli/checkin/*.c)))
$(eval $(call program,lanyard-admin,$(wildcard cli/admin/*.c)))

UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/*_test.c))
$(B)/tests/%: $(B)/tests/unit/%.c.o $(ROOM_LIBS)
	$(CC) $(LINKING) $< $(LINK_ROOMS) $(LIBS) -lcmocka $(LDFLAGS) -o $@

unit: $(UNIT_TESTS)

clean:
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)

.PHONY: all unit clean
.DELETE_ON_ERROR:
.SECONDARY:
