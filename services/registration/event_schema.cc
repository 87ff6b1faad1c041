/* The bridge to valijson, which is C++. Nothing thrown gets past it. */
#include "registration/event_private.h"

#include <exception>
#include <string>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validation_results.hpp>
#include <valijson/validator.hpp>

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

/* valijson reports from the inside out; the first error is the deepest, and tells most. */
std::string first_fault(valijson::ValidationResults &results)
{
    valijson::ValidationResults::Error error;
    if (!results.popError(error))
        return "does not match the schema";
    std::string path = readable(error.context);
    return (path.empty() ? "" : path + ": ") + error.description;
}

} // namespace

bool event_schema_check(const char *schema, const char *text, char *fault, size_t fault_size)
{
    std::string problem;
    try {
        nlohmann::json schema_document = nlohmann::json::parse(schema);
        nlohmann::json document = nlohmann::json::parse(text);
        valijson::Schema compiled;
        valijson::SchemaParser parser;
        parser.populateSchema(valijson::adapters::NlohmannJsonAdapter(schema_document), compiled);
        valijson::Validator validator(valijson::Validator::kStrongTypes);
        valijson::ValidationResults results;
        if (validator.validate(compiled, valijson::adapters::NlohmannJsonAdapter(document), &results))
            return true;
        problem = first_fault(results);
    } catch (const std::exception &exception) {
        problem = exception.what();
    }
    snprintf(fault, fault_size, "%s", problem.c_str());
    return false;
}
