/* Pages that organizers may change. */
#include "template/template.h"
#include "tests/fuzz/fuzz.h"

#define VALUE "<e\"'&>"

static char folder[] = "/tmp/lanyard-fuzz.XXXXXX";
static char path[64];

enum word { WORD_NONE, WORD_CONFIRMED, WORD_DECLINED };
static const char *const names[] = {[WORD_CONFIRMED] = "confirmed", [WORD_DECLINED] = "declined"};
static const struct record_words words = RECORD_WORDS(names);

struct inner {
    const char *i;
    enum word w;
};
static const struct record_member inner_members[] = {
    RECORD_TEXT(struct inner, i), RECORD_WORD(struct inner, w, words, .presence = RECORD_OPTIONAL)};
static const struct record inner_record = RECORD(struct inner, inner_members);

struct context {
    const char *v;
    int64_t n;
    bool b;
    enum word status;
    struct inner o;
    struct inner *p, *q;
    RECORD_LIST_OF(struct inner) l;
    RECORD_LIST_OF(const char *) t;
    RECORD_LIST_OF(int) w;
};
static const struct record_member members[] = {
    RECORD_TEXT(struct context, v),
    RECORD_INT(struct context, n),
    RECORD_FLAG(struct context, b),
    RECORD_WORD(struct context, status, words, .presence = RECORD_OPTIONAL),
    RECORD_ONE(struct context, o, inner_record),
    RECORD_MAYBE(struct context, p, inner_record),
    RECORD_MAYBE(struct context, q, inner_record),
    RECORD_LIST(struct context, l, inner_record),
    RECORD_TEXTS(struct context, t),
    RECORD_WORDLIST(struct context, w, words),
};
static const struct record context_record = RECORD(struct context, members);

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

static void render(const struct template *template, const struct language *language, struct buffer *out)
{
    struct inner inner[] = {{VALUE, WORD_NONE}, {VALUE, WORD_DECLINED}};
    const char *texts[] = {VALUE, VALUE};
    int list[] = {WORD_DECLINED, WORD_CONFIRMED};
    const struct context context = {.v = VALUE,
                                    .n = 7,
                                    .b = true,
                                    .status = WORD_CONFIRMED,
                                    .o = inner[0],
                                    .p = &inner[1],
                                    .l = {inner, COUNT_OF(inner)},
                                    .t = {texts, COUNT_OF(texts)},
                                    .w = {list, COUNT_OF(list)}};
    template_render(template, &context, language, out);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct languages *languages;
    struct error error = {0};
    if (!languages) {
        require(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/page.html", folder);
        atexit(remove_folder);
        languages = languages_load("assets", &error);
    }
    require(languages);
    FILE *file = fopen(path, "we");
    require(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    const struct template_source source = {.folder = folder, .languages = languages};
    struct template *template = template_compile(&source, "page", &context_record, &error);
    if (!template) {
        require(error.message[0]);
        return 0;
    }
    require(error.kind == ERROR_NONE);
    scope_free char *text = fuzz_text(data, size);
    for (size_t i = 0; i < languages_count(languages); i++) {
        scope_buffer struct buffer out = BUFFER(1 << 20);
        render(template, languages_at(languages, i), &out);
        if (out.data && !strstr(text, "UNESCAPED") && !strstr(text, "<e"))
            require(!strstr(out.data, "<e"));
    }
    template_free(template);
    return 0;
}
