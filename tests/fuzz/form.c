/* Forms and queries. */
#include "http/http.h"
#include "tests/fuzz/fuzz.h"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    scope_json json_t *fields = json_object();
    if (!http_form_parse((const char *)data, size, fields))
        return 0;
    const char *name;
    json_t *value;
    require(json_object_size(fields) <= 200);
    json_object_foreach(fields, name, value)
    {
        require(text_is_utf8(name, strlen(name)));
        require(json_is_string(value) || (json_is_array(value) && json_array_size(value) > 0));
        for (size_t i = 0; i < json_array_size(value); i++)
            require(json_is_string(json_array_get(value, i)));
    }
    scope_free char *text = json_dumps(fields, 0);
    require(text);
    return 0;
}
