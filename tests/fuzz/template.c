/* Pages that organizers may change. */
#include "tests/fuzz/fuzz.h"
#include "web/web.h"

#define VALUE "<e\"'&>"

static char folder[] = "/tmp/lanyard-fuzz.XXXXXX";
static char path[64];

static void remove_folder(void)
{
    unlink(path);
    rmdir(folder);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct locales *locales;
    static json_t *context;
    struct error error = {0};
    if (!locales) {
        require(mkdtemp(folder));
        snprintf(path, sizeof path, "%s/page.html", folder);
        atexit(remove_folder);
        locales = locales_load("assets", &error);
        context = json_pack("{s:s, s:[{s:s}, s, i], s:{s:s}, s:i, s:b}", "v", VALUE, "l", "v", "x", VALUE, 7,
                            "o", "i", VALUE, "n", 7, "b", 1);
    }
    require(locales && context);
    FILE *file = fopen(path, "we");
    require(file && fwrite(data, 1, size, file) == size && fclose(file) == 0);
    struct template *template = template_load(folder, "page", locale_default(locales), &error);
    if (!template) {
        require(error.message[0]);
        return 0;
    }
    struct buffer out = BUFFER(1 << 20);
    template_render(template, context, locale_default(locales), &out);
    scope_free char *text = fuzz_text(data, size);
    if (out.data && !strstr(text, "UNESCAPED") && !strstr(text, "<e"))
        require(!strstr(out.data, "<e"));
    buffer_free(&out);
    template_free(template);
    return 0;
}
