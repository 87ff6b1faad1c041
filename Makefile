# Lanyard: `make help` lists what there is. Everything built goes to build/, everything that runs keeps its state in var/.

VERSION  := 0.1.0
PREFIX   ?= /usr/local
DESTDIR  ?=
PORT     ?= 8080
CC       ?= cc
CXX      ?= c++
SANITIZE ?= # 1: AddressSanitizer and UBSan; thread: ThreadSanitizer; fuzz: for make fuzz
WERROR   ?= # -Werror: warnings stop the build, as for test and lint

VARIANT := $(or $(patsubst 1,sanitize,$(strip $(SANITIZE))),release)
B       := build/$(VARIANT)
GEN     := build/generated

ROOMS := base program store language template ticket key picture paper door event order checkin badge http
PROGRAMS := lanyard-web lanyard-badges lanyard-checkin lanyard-admin

# --- flags -----------------------------------------------------------------------------------------------------

# Which of these there are depends on the processor: the compiler is asked, and its answer kept in a file that it reads.
HARDENING := -fstack-protector-strong -fstack-clash-protection -fcf-protection=full -mbranch-protection=standard
WARNINGS  := -Wall -Wextra -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wvla -Wformat=2 -Wundef
OPTIMISE  := -O2 -g -D_FORTIFY_SOURCE=2 @$(B)/hardening
LINKING   := -Wl,-z,relro,-z,now,-z,noexecstack -Wl,--as-needed -pie
ifeq ($(VARIANT),sanitize)
OPTIMISE  := -O1 -g -fsanitize=address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LINKING   := -fsanitize=address,undefined -Wl,--as-needed -pie
endif
ifeq ($(VARIANT),thread)
OPTIMISE  := -O1 -g -fsanitize=thread
LINKING   := -fsanitize=thread -Wl,--as-needed -pie
endif
ifeq ($(VARIANT),fuzz)
CC        := clang
CXX       := clang++
OPTIMISE  := -O1 -g -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=undefined -fno-omit-frame-pointer
LINKING   := -fsanitize=address,undefined -fsanitize-link-c++-runtime -Wl,--as-needed -pie
endif

# The door program and the others link what they use and no more: --as-needed over one list.
PACKAGES := libpq libmicrohttpd cairo pangocairo librsvg-2.0 libqrencode libsodium jansson libcurl icu-uc icu-i18n \
            libidn2 sqlite3 zbar zxing libpng libturbojpeg zlib harfbuzz libxml-2.0
# Asked once, and only by a rule that compiles: pkg-config may not be installed yet.
PACKAGE_CFLAGS = $(eval PACKAGE_CFLAGS := $$(shell pkg-config --cflags-only-I $(PACKAGES) | sed 's/-I/-isystem /g'))$(PACKAGE_CFLAGS)
PACKAGE_LIBS = $(eval PACKAGE_LIBS := $$(shell pkg-config --libs $(PACKAGES)))$(PACKAGE_LIBS)

CPPFLAGS += -Iservices -I. -I$(GEN) -D_GNU_SOURCE -DLANYARD_VERSION='"$(VERSION)"' \
            -DLANYARD_ASSETS='"$(PREFIX)/share/lanyard"' $(PACKAGE_CFLAGS)
CFLAGS   := -std=gnu17 -fPIE -pthread $(OPTIMISE) $(WARNINGS) $(CFLAGS)
CXXFLAGS := -std=gnu++17 -fPIE -pthread $(OPTIMISE) $(filter-out -Wstrict-prototypes -Wmissing-prototypes -Wconversion,$(WARNINGS)) $(CXXFLAGS)
# gcc's sanitizers make it see uninitialised values in libstdc++'s own headers (GCC bug 105562).
ifneq ($(filter sanitize thread,$(VARIANT)),)
CXXFLAGS += $(if $(findstring clang,$(CXX)),,-Wno-maybe-uninitialized)
endif
# libstdc++ comes first: other libraries of C++ give its templates as well, and would be linked for them.
LIBS      = -lstdc++ $(PACKAGE_LIBS) -lm -pthread

# One short line a step; V=1 shows the commands.
V    ?=
Q    := $(if $(V),,@)
says  = @$(if $(V),:,printf '  %-4s %s\n' $(1) $(2))

# --- sources ---------------------------------------------------------------------------------------------------

room_sources = $(wildcard services/$(1)/*.c services/$(1)/*.cc)
objects = $(addprefix $(B)/,$(addsuffix .o,$(1)))
ROOM_LIBS := $(ROOMS:%=$(B)/lib%.a)
LINK_ROOMS := $(foreach r,http badge checkin order event door paper picture key ticket template language store program base,$(B)/lib$(r).a)

all: $(PROGRAMS:%=$(B)/%)
	@:
.DEFAULT_GOAL := help

$(GEN)/store/statements.h: services/store/embed.awk $(wildcard sql/statements/*.sql) sql/statements
	@mkdir -p $(@D)
	$(Q)awk -v mode=header -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/store/statements.c: services/store/embed.awk $(wildcard sql/statements/*.sql) sql/statements
	@mkdir -p $(@D)
	$(Q)awk -v mode=statements -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/store/tables.c: services/store/embed.awk $(wildcard sql/tables/*.sql) sql/tables
	@mkdir -p $(@D)
	$(Q)awk -v mode=tables -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/store/functions.c: services/store/embed.awk $(wildcard sql/functions/*/*.sql) sql/functions $(wildcard sql/functions/*)
	@mkdir -p $(@D)
	$(Q)awk -v mode=functions -f services/store/embed.awk $(filter %.sql,$^) >$@.new && mv $@.new $@

$(GEN)/program/sentences.c: services/program/embed.awk assets/messages/en.json
	@mkdir -p $(@D)
	$(Q)awk -f services/program/embed.awk assets/messages/en.json >$@.new && mv $@.new $@

# What compiles is written down, so that another compiler, other flags or another prefix compile anew what they touch.
remember = @mkdir -p $(@D); printf '%s\n' '$(1)' | cmp -s - $@ || printf '%s\n' '$(1)' >$@
$(B)/compilers: always
	$(call remember,$(CC) $(CXX) $(HARDENING))
$(B)/hardening: $(B)/compilers
	$(Q)for flag in $(HARDENING); do for compiler in '$(CC) -xc' '$(CXX) -xc++'; do \
	  $$compiler $$flag -Werror -S /dev/null -o - >/dev/null 2>&1 || continue 2; done; echo $$flag; done >$@.new && mv $@.new $@
$(B)/flags: $(B)/hardening always
	$(call remember,$(VERSION) $(CC) $(CFLAGS) $(CXX) $(CXXFLAGS))
$(B)/prefix: always
	$(call remember,$(PREFIX))
$(call objects,services/web/main.c cli/badges/render.c cli/admin/admin.c): $(B)/prefix

# Another compiler or library may warn of what ours does not: that stops whoever works on this (WERROR) and nobody else. What
# compiled with warnings is marked, and compiled anew where they stop.
compile = $(Q)rm -f $@.warned; $(1) -MMD -MP -c $< -o $@ -Werror 2>/dev/null || { touch $@.warned; $(1) -MMD -MP -c $< -o $@ $(WERROR); }
ifneq ($(strip $(WERROR)),)
$(patsubst %.warned,%,$(shell find $(B) -name '*.warned' 2>/dev/null)): always
endif

$(B)/%.c.o: %.c $(GEN)/store/statements.h $(B)/flags
	@mkdir -p $(@D)
	$(call says,CC,$<)
	$(call compile,$(CC) $(CPPFLAGS) $(CFLAGS))

$(B)/%.cc.o: %.cc $(B)/flags
	@mkdir -p $(@D)
	$(call says,CXX,$<)
	$(call compile,$(CXX) $(CPPFLAGS) $(CXXFLAGS))

define room
$(B)/lib$(1).a: $(call objects,$(call room_sources,$(1)) $(if $(filter store,$(1)),$(addprefix $(GEN)/store/,statements.c tables.c functions.c)) $(if $(filter program,$(1)),$(GEN)/program/sentences.c))
	@rm -f $$@
	$(Q)ar rcs $$@ $$^
endef
$(foreach r,$(ROOMS),$(eval $(call room,$(r))))

# A program is its own sources and whatever it uses of the rooms.
define program
$(B)/$(1): $(call objects,$(2)) $(ROOM_LIBS)
	$(call says,LINK,$$@)
	$(Q)$(CC) $(LINKING) $(call objects,$(2)) $(LINK_ROOMS) $$(LIBS) $(LDFLAGS) -o $$@
endef
$(eval $(call program,lanyard-web,$(wildcard services/web/*.c services/web/*/*.c)))
$(eval $(call program,lanyard-badges,$(wildcard cli/badges/*.c)))
$(eval $(call program,lanyard-checkin,$(wildcard cli/checkin/*.c)))
$(eval $(call program,lanyard-admin,$(wildcard cli/admin/*.c)))

# The parts of programs, for tests: what has a main is not among them.
$(B)/libparts.a: $(call objects,$(filter-out %/main.c,$(wildcard services/web/*.c services/web/*/*.c)) cli/checkin/lines.c)
	@rm -f $@
	$(Q)ar rcs $@ $^

UNIT_TESTS := $(patsubst tests/unit/%.c,$(B)/tests/%,$(wildcard tests/unit/*_test.c))
$(B)/tests/%: $(B)/tests/unit/%.c.o $(B)/libparts.a $(ROOM_LIBS)
	$(call says,LINK,$@)
	$(Q)$(CC) $(LINKING) $< $(B)/libparts.a $(LINK_ROOMS) $(LIBS) -lcmocka $(LDFLAGS) -o $@

# Preloaded, it makes an allocation fail.
$(B)/tests/scarce.so: tests/fault/scarce.c $(B)/flags
	@mkdir -p $(@D)
	$(call says,LINK,$@)
	$(Q)$(CC) -std=gnu17 -D_GNU_SOURCE -O2 -g $(WARNINGS) $(WERROR) -fPIC -shared $< -o $@

# A fuzz target runs over its kept corpus like any test, or under libFuzzer.
FUZZERS := $(patsubst tests/fuzz/corpus/%,$(B)/fuzz/%,$(wildcard tests/fuzz/corpus/*))
FUZZ_MAIN := $(if $(filter fuzz,$(VARIANT)),-fsanitize=fuzzer,$(B)/tests/fuzz/replay.c.o)
$(B)/fuzz/%: $(B)/tests/fuzz/%.c.o $(filter %.o,$(FUZZ_MAIN)) $(B)/libparts.a $(ROOM_LIBS)
	@mkdir -p $(@D)
	$(call says,LINK,$@)
	$(Q)$(CC) $(LINKING) $< $(FUZZ_MAIN) $(B)/libparts.a $(LINK_ROOMS) $(LIBS) $(LDFLAGS) -o $@

unit: $(UNIT_TESTS) $(FUZZERS) $(B)/tests/scarce.so
	@:
fuzzers: $(FUZZERS)

# --- what people call --------------------------------------------------------------------------------------------

# Packages of Debian 12 and 13, by what needs them.
DEPS_BUILD := gcc g++ pkg-config libpq-dev libmicrohttpd-dev libcairo2-dev libpango1.0-dev librsvg2-dev libqrencode-dev \
              libsodium-dev libjansson-dev libcurl4-openssl-dev libicu-dev libidn2-dev libsqlite3-dev libzbar-dev libzxing-dev \
              libpng-dev libturbojpeg0-dev nlohmann-json3-dev zlib1g-dev libharfbuzz-dev libxml2-dev
DEPS_RUN   := postgresql fonts-noto-core fonts-noto-cjk fonts-noto-color-emoji poppler-utils util-linux
DEPS_DEMO  := curl jq
DEPS_TEST  := libcmocka-dev faketime chromium zbar-tools zxing-cpp-tools curl jq python3-jsonschema python3-email-validator w3m \
              default-jre-headless
DEPS_BENCH := wrk nginx postgresql python3-reportlab curl jq
DEPS_LINT  := clang clang-format clang-tidy cppcheck shellcheck mandoc

SUDO := $(shell [ "$$(id -u)" = 0 ] || echo sudo)
# Installs what is missing of a list and says nothing when nothing is.
install_missing = @missing=$$(for p in $(1); do dpkg-query -W -f='$${db:Status-Status}' $$p 2>/dev/null | grep -qx installed || echo $$p; done); \
	[ -z "$$missing" ] || { echo "installing:" $$missing; $(SUDO) apt-get update -q >/dev/null && \
	$(SUDO) env DEBIAN_FRONTEND=noninteractive apt-get install -qy --no-install-recommends $$missing >/dev/null; }

help: ## this list
	@echo "Lanyard $(VERSION): conference registration, badges and door check-in"
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | while IFS="$$(printf '\t')" read -r t d; do printf '  make %-9s %s\n' "$$t" "$$d"; done
	@echo "  PORT=8080 for run, SANITIZE=1 for test, PREFIX and DESTDIR for install, CC=clang for another compiler, V=1 to see commands"

deps: ## install the packages that building and running need
	$(call install_missing,$(DEPS_BUILD) $(DEPS_RUN))

deps-test:
	$(call install_missing,$(DEPS_BUILD) $(DEPS_RUN) $(DEPS_TEST))
	$(if $(and $(shell command -v node),$(shell command -v npm)),,$(call install_missing,nodejs npm))
	@[ -d tests/node_modules/playwright-core ] && [ tests/node_modules/.package-lock.json -nt tests/package-lock.json ] || npm ci --silent --ignore-scripts --prefix tests
	@touch -c tests/node_modules/.package-lock.json

build: deps ## build the programs into build/release
	@$(MAKE) --no-print-directory -j$(shell nproc) all

run: build ## serve the sample event on PORT, with a private PostgreSQL under var/
	@PROGRAMS=$(B) PORT=$(PORT) tests/house/run

demo: build ## one event's whole way, unattended: register, pay, approve, print, scan
	$(call install_missing,$(DEPS_DEMO))
	@PROGRAMS=$(B) tests/house/demo

test: deps-test ## every suite; SANITIZE=1 for AddressSanitizer and UBSan
	@$(MAKE) --no-print-directory -j$(shell nproc) WERROR=-Werror all unit
	@BUILD=$(B) tests/run $(SUITES)

document: deps-test ## write assets/events/README.md anew from the schema of event files
	@node tests/house/document.mjs

soak: deps-test ## each single allocation of a page, a registration, a scan and an event file fails once; minutes
	@$(MAKE) --no-print-directory -j$(shell nproc) WERROR=-Werror all unit
	@BUILD=$(B) SOAK=1 tests/run fault/scarce

misspell: deps-test ## sixty names of members, pages and documents, each misspelt once, have to be noticed; many minutes
	@tests/house/misspell $(EACH)

bench: build ## speeds as ratios against something run beside it; writes build/bench.json; ONLY="NAME..." for some
	$(call install_missing,$(DEPS_BENCH))
	@PROGRAMS=$(B) tests/bench/run $(ONLY)

fuzz: ## every parser of outside input, FUZZ_SECONDS each (default 20), from the kept corpus
	$(call install_missing,$(DEPS_BUILD) clang)
	$(call install_missing,libclang-rt-$$(clang -dumpversion | cut -d. -f1)-dev)
	@$(MAKE) --no-print-directory -j$(shell nproc) SANITIZE=fuzz fuzzers
	@BUILD=build/fuzz tests/fuzz/run

lint: ## clang-format, clang-tidy, cppcheck, shellcheck, mandoc, and the arrows between rooms
	$(call install_missing,$(DEPS_BUILD) $(DEPS_LINT))
	@$(MAKE) --no-print-directory -j$(shell nproc) WERROR=-Werror all
	@BUILD=$(B) tests/lint/run

format: ## let clang-format rewrite the sources
	$(call install_missing,clang-format)
	find services cli tests -name node_modules -prune -o -name '*.[ch]' -exec clang-format -i {} + -o -name '*.cc' -exec clang-format -i {} +

install: all ## put programs, assets and manual pages under DESTDIR/PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/lanyard $(DESTDIR)$(PREFIX)/share/man/man1 $(DESTDIR)$(PREFIX)/share/man/man8
	install -m 755 $(PROGRAMS:%=$(B)/%) $(DESTDIR)$(PREFIX)/bin
	cp -R assets/. $(DESTDIR)$(PREFIX)/share/lanyard
	cp sql/roles.sql $(DESTDIR)$(PREFIX)/share/lanyard
	chmod -R a+rX $(DESTDIR)$(PREFIX)/share/lanyard
	install -m 644 $(wildcard cli/*/*.1) $(DESTDIR)$(PREFIX)/share/man/man1
	install -m 644 $(wildcard cli/*/*.8 services/web/*.8) $(DESTDIR)$(PREFIX)/share/man/man8

clean: ## remove build/ (var/, with your data, stays)
	rm -rf build

-include $(shell find build -name '*.d' 2>/dev/null)

print-cppflags:
	@echo $(CPPFLAGS)

.PHONY: all always unit fuzzers print-cppflags help deps deps-test build run demo test document soak misspell bench fuzz lint format install clean
.DELETE_ON_ERROR:
.SECONDARY:
