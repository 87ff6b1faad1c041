/* Forms and queries, and a form read into a record. */
#include "http/http.h"
#include "tests/fuzz/fuzz.h"

struct form {
    const char *a;
    bool b;
    RECORD_LIST_OF(const char *) s;
    struct record_pairs c;
};
static const struct record_member form_members[] = {RECORD_TEXT(struct form, a), RECORD_FLAG(struct form, b),
                                                    RECORD_TEXTS(struct form, s),
                                                    RECORD_PAIRS(struct form, c, RECORD_IS_FLAG)};
static const struct record form_record = RECORD(struct form, form_members);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct http_fields fields;
    struct form form;
    scope_arena struct arena arena = ARENA(1 << 20);
    if (!http_fields_parse((const char *)data, size, &arena, &fields))
        return 0;
    require(fields.count <= 200);
    for (size_t i = 0; i < fields.count; i++) {
        require(text_is_utf8(fields.items[i].name, strlen(fields.items[i].name)));
        require(text_is_utf8(fields.items[i].value, strlen(fields.items[i].value)));
    }
    require(http_fields_read(&fields, &form_record, &arena, &form));
    require(form.s.count <= fields.count && form.c.count <= fields.count);
    require(!form.a || *form.a);
    return 0;
}
