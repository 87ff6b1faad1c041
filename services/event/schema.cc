/* An event's file held against its schema: a part of JSON Schema (draft 7), which is C++ for the JSON
 * library's sake. Every fault is told, in the words that the schema has for the place. Nothing thrown gets
 * past it. */
#include "event/event_private.h"

#include <algorithm>
#include <cstdlib>
#include <exception>
#include <memory>
#include <new>
#include <regex>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace
{

/* Not its ordered_json, whose moves allocate where nothing may be thrown. */
using nlohmann::json;

constexpr size_t shown_most = 40;     /* characters of a value that is told */
constexpr size_t pattern_most = 1000; /* bytes that a pattern is tried on */

struct checker {
    const json &schema;
    event_schema_report report;
    void *context;
};

const json *member(const json &node, const char *name)
{
    auto found = node.find(name);
    return found == node.end() ? nullptr : &*found;
}

/* What the schema says there; a reference stands for what it names. */
const json &referred(const checker &check, const json &node)
{
    const json *reference = member(node, "$ref");
    return reference ? check.schema.at(json::json_pointer(reference->get<std::string>().substr(1))) : node;
}

std::string description_of(const json &rule)
{
    const json *words = member(rule, "description");
    return words ? words->get<std::string>() : std::string();
}

void tell(const checker &check, const std::string &path, const std::string &says)
{
    check.report(check.context, path.c_str(), says.c_str());
}

std::string below(const std::string &path, const std::string &name)
{
    return path.empty() ? name : path + "." + name;
}

/* What stands there, where that is short. */
std::string found_value(const json &value)
{
    if (value.is_object())
        return "it is an object";
    if (value.is_array())
        return "it is a list";
    std::string text = value.dump(-1, ' ', false, json::error_handler_t::replace);
    return text.size() <= shown_most ? "it is " + text : "it is another";
}

/* "three letters of ISO 4217, such as USD (it is "usd")" */
void tell_unfit(const checker &check, const std::string &path, const json &rule, const std::string &but)
{
    tell(check, path, description_of(rule) + " (" + but + ")");
}

bool has_type(const json &value, const std::string &type)
{
    return (type == "string" && value.is_string()) || (type == "object" && value.is_object()) ||
           (type == "array" && value.is_array()) || (type == "integer" && value.is_number_integer()) ||
           (type == "boolean" && value.is_boolean()) || (type == "null" && value.is_null());
}

bool fits_type(const json &value, const json &rule)
{
    const json *type = member(rule, "type");
    if (!type)
        return true;
    if (type->is_string())
        return has_type(value, type->get<std::string>());
    return std::any_of(type->begin(), type->end(),
                       [&](const json &one) { return has_type(value, one.get<std::string>()); });
}

size_t number_of(const json &rule, const char *name, size_t otherwise)
{
    const json *number = member(rule, name);
    return number ? number->get<size_t>() : otherwise;
}

size_t letters_of(const std::string &text)
{
    return static_cast<size_t>(
        std::count_if(text.begin(), text.end(), [](char byte) { return (byte & 0xC0) != 0x80; }));
}

void check_string(const checker &check, const json &rule, const std::string &path, const json &value)
{
    const std::string &text = value.get_ref<const std::string &>();
    size_t length = letters_of(text);
    size_t most = number_of(rule, "maxLength", SIZE_MAX);
    const json *pattern = member(rule, "pattern");
    if (length > most)
        tell(check, path,
             "at most " + std::to_string(most) + " characters (it has " + std::to_string(length) + ")");
    else if (length < number_of(rule, "minLength", 0))
        tell(check, path, "is empty: " + description_of(rule));
    else if (pattern &&
             (text.size() > pattern_most ||
              !std::regex_search(text, std::regex(pattern->get<std::string>(), std::regex::ECMAScript))))
        tell_unfit(check, path, rule, found_value(value));
}

void check_number(const checker &check, const json &rule, const std::string &path, const json &value)
{
    bool is_huge = value.is_number_unsigned() && value.get<uint64_t>() > INT64_MAX;
    int64_t number = is_huge ? INT64_MAX : value.get<int64_t>();
    const json *least = member(rule, "minimum");
    const json *most = member(rule, "maximum");
    if ((least && number < least->get<int64_t>()) || (most && number > most->get<int64_t>()))
        tell_unfit(check, path, rule,
                   found_value(value) + "; from " + (least ? least->dump() : "any") + " to " +
                       (most ? most->dump() : "any"));
}

void check_value(const checker &check, const json &node, const std::string &path, const json &value);

void check_list(const checker &check, const json &rule, const std::string &path, const json &value)
{
    const json *unique = member(rule, "uniqueItems");
    const json *items = member(rule, "items");
    if (value.size() < number_of(rule, "minItems", 0) || value.size() > number_of(rule, "maxItems", SIZE_MAX))
        tell_unfit(check, path, rule, "it has " + std::to_string(value.size()));
    for (size_t i = 0; i < value.size(); i++) {
        std::string inner = path + "[" + std::to_string(i) + "]";
        bool is_twin = unique && std::find(value.begin(), value.begin() + static_cast<long>(i), value[i]) !=
                                     value.begin() + static_cast<long>(i);
        if (is_twin)
            tell(check, inner, "stands twice in the list");
        else if (items)
            check_value(check, *items, inner, value[i]);
    }
}

std::string nearest_name(const json &names, const std::string &wrong)
{
    std::vector<std::string> all;
    std::vector<const char *> words;
    for (auto name = names.begin(); name != names.end(); ++name)
        all.push_back(name.key());
    for (const std::string &name : all)
        words.push_back(name.c_str());
    words.push_back(nullptr);
    const char *near = wrong.size() <= shown_most ? event_near_word(wrong.c_str(), words.data()) : nullptr;
    return near ? near : "";
}

std::string list_of_names(const json &names)
{
    std::string text;
    for (auto name = names.begin(); name != names.end(); ++name)
        text += (text.empty() ? "" : ", ") + name.key();
    return text;
}

void tell_unknown(const checker &check, const json &properties, const std::string &path,
                  const std::string &name)
{
    std::string near = nearest_name(properties, name);
    tell(check, below(path, name.size() <= shown_most ? name : name.substr(0, shown_most)),
         near.empty() ? "is no member here; there are " + list_of_names(properties)
                      : "is no member here; did you mean " + near + "?");
}

void check_property(const checker &check, const json &rule, const std::string &path, const std::string &name,
                    const json &value)
{
    static const json none = json::object();
    const json *properties = member(rule, "properties");
    const json *others = member(rule, "additionalProperties");
    const json *names = member(rule, "propertyNames");
    const json *own = properties ? member(*properties, name.c_str()) : nullptr;
    if (own)
        check_value(check, *own, below(path, name), value);
    else if (others && others->is_boolean() && !others->get<bool>())
        tell_unknown(check, properties ? *properties : none, path, name);
    else if (names &&
             !std::regex_search(name.substr(0, pattern_most),
                                std::regex(referred(check, *names).at("pattern").get<std::string>())))
        tell(check, below(path, name.substr(0, shown_most)),
             "stands for no language: " + description_of(referred(check, *names)));
    else if (others && others->is_object())
        check_value(check, *others, below(path, name), value);
}

void check_object(const checker &check, const json &rule, const std::string &path, const json &value)
{
    const json *required = member(rule, "required");
    for (size_t i = 0; required && i < required->size(); i++) {
        std::string name = (*required)[i].get<std::string>();
        if (value.find(name) == value.end())
            tell(check, below(path, name),
                 "is missing: " + description_of(referred(check, rule.at("properties").at(name))));
    }
    if (value.size() < number_of(rule, "minProperties", 0))
        tell_unfit(check, path, rule, "it is empty");
    for (auto property = value.begin(); property != value.end(); ++property)
        check_property(check, rule, path, property.key(), property.value());
}

/* A rule without words of its own, as one that stands for each language, has those of what is around it. */
void check_value(const checker &check, const json &node, const std::string &path, const json &value)
{
    const json &rule = referred(check, node);
    const json *choices = member(rule, "enum");
    if (!fits_type(value, rule) ||
        (choices && std::find(choices->begin(), choices->end(), value) == choices->end()))
        tell_unfit(check, path, member(rule, "description") ? rule : json{{"description", "a text"}},
                   found_value(value));
    else if (value.is_string())
        check_string(check, rule, path, value);
    else if (value.is_number())
        check_number(check, rule, path, value);
    else if (value.is_array())
        check_list(check, rule, path, value);
    else if (value.is_object())
        check_object(check, rule, path, value);
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

} // namespace

bool event_schema_check(const char *schema, const char *text, event_schema_report report, void *context,
                        char *problem, size_t problem_size)
{
    std::string reason;
    try {
        json rules = json::parse(schema);
        json document = json::parse(text);
        clean(document);
        check_value(checker{rules, report, context}, rules, "", document);
        return true;
    } catch (const std::bad_alloc &) {
        reason = "there was no memory to check it";
    } catch (const std::exception &exception) {
        reason = exception.what();
    }
    snprintf(problem, problem_size, "%s", reason.c_str());
    return false;
}
