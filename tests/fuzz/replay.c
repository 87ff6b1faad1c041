/* Runs a target over the files it is given, without a fuzzer: the kept corpus is a test like any other. */
#include "tests/fuzz/fuzz.h"

#include "program/program.h"

int main(int argc, char **argv)
{
    for (int i = 1; i < argc; i++) {
        struct error error = {0};
        size_t length;
        char *input = file_read(argv[i], 1 << 20, &length, &error);
        if (!input)
            return program_fail(&error);
        /* Exactly as long as the input, so that a byte read past its end is seen. */
        uint8_t *exact = malloc(length ? length : 1);
        require(exact);
        memcpy(exact, input, length);
        free(input);
        LLVMFuzzerTestOneInput(exact, length);
        free(exact);
    }
    return argc > 1 ? EXIT_DONE : EXIT_USAGE;
}
