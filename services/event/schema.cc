/* The bridge to valijson, which is C++. Nothing thrown gets past it. */
#include "event/event_private.h"

#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <string>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

/* valijson writes through what new (std::nothrow) gives it before it looks, so that comes from the reserve
 * where memory is out; what gave it up takes it back. */
void *operator new(std::size_t size, const std::nothrow_t &) noexcept
{
    return event_memory_take(size);
}

void *operator new(std::size_t size)
{
    void *block = std::malloc(size ? size : 1);
    if (!block)
        throw std::bad_alloc();
    return block;
}

void operator delete(void *block) noexcept
{
    event_memory_free(block);
}

void operator delete(void *block, std::size_t) noexcept
{
    event_memory_free(block);
}

namespace
{

/* "<root>", "[categories]", "[1]", "[prices]" as "categories[1].prices". */
std::string readable(const std::vector<std::string> &context)
{
    std::string path;
    for (const std::string &step : context) {
        if (step.size() < 3 || step.front() != '[')
            continue;
        std::string name = step.substr(1, step.size() - 2);
        bool index = name.find_first_not_of("0123456789") == std::string::npos;
        path += index ? step : (path.empty() ? "" : ".") + name;
    }
    return path;
}

using nlohmann::json;

const json &referred(const json &schema, const json &node)
{
    auto reference = node.find("$ref");
    return reference == node.end() ? node
                                   : schema.at(json::json_pointer(reference->get<std::string>().substr(1)));
}

const json *member(const json *node, const char *name)
{
    auto found = node->find(name);
    return found == node->end() ? nullptr : &*found;
}

/* The part of the schema that speaks of the place in the document; NULL if none does. */
const json *rule_of(const json &schema, const std::vector<std::string> &context)
{
    const json *node = &schema;
    for (const std::string &step : context) {
        if (step.size() < 3 || step.front() != '[')
            continue;
        std::string name = step.substr(1, step.size() - 2);
        const json *properties = member(node, "properties");
        const json *next = properties ? member(properties, name.c_str()) : nullptr;
        if (!next)
            next = member(node, member(node, "items") ? "items" : "additionalProperties");
        if (!next || !next->is_object())
            return nullptr;
        node = &referred(schema, *next);
    }
    return node;
}

std::string choice(const json &values)
{
    std::string text;
    for (const json &value : values)
        text += (text.empty() ? "" : " or ") + (value.is_string() ? value.get<std::string>() : value.dump());
    return text;
}

/* What stands there in words, if the schema has some, else what the validator says of it. */
std::string reason(const json *rule, const std::string &said)
{
    static const std::string unknown = "Object contains a property that could not be validated";
    size_t name = said.rfind(": ");
    if (said.compare(0, unknown.size(), unknown) == 0 && name != std::string::npos)
        return "has no member " + said.substr(name + 2);
    if (!rule)
        return said;
    if (const json *values = member(rule, "enum"))
        return "should be " + choice(*values);
    const json *type = member(rule, "type");
    if (said.find("'type'") != std::string::npos && type)
        return "should be " + (type->is_array() ? choice(*type) : type->get<std::string>());
    const json *description = member(rule, "description");
    return description && said.find("Missing") != 0 ? said + " " + description->get<std::string>() : said;
}

/* Lengths and forms hold for texts as they are kept; what cannot be kept is told elsewhere. */
void clean(json &value)
{
    if (value.is_structured()) {
        for (json &part : value)
            clean(part);
    } else if (value.is_string()) {
        const std::string &text = value.get_ref<const std::string &>();
        std::unique_ptr<char, decltype(&std::free)> kept(event_clean_text(text.data(), text.size()),
                                                         std::free);
        if (kept)
            value = kept.get();
    }
}

/* valijson reports from the inside out; the first error is the deepest, and tells most. */
std::string first_fault(const json &schema, valijson::ValidationResults &results)
{
    valijson::ValidationResults::Error error;
    if (!results.popError(error))
        return "does not match the schema";
    std::string path = readable(error.context);
    return (path.empty() ? "" : path + ": ") + reason(rule_of(schema, error.context), error.description);
}

} // namespace

bool event_schema_check(const char *schema, const char *text, char *fault, size_t fault_size)
{
    std::string problem;
    try {
        json schema_document = json::parse(schema);
        json document = json::parse(text);
        clean(document);
        valijson::Schema compiled;
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_document), compiled);
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        if (validator.validate(compiled, valijson::adapters::NlohmannJsonAdapter(document), &results))
            return true;
        problem = first_fault(schema_document, results);
    } catch (const std::bad_alloc &) {
        problem = "there was no memory to check it";
    } catch (const std::exception &exception) {
        problem = exception.what();
    }
    snprintf(fault, fault_size, "%s", problem.c_str());
    return false;
}
