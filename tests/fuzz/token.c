/* What a scanner types. */
#include "tests/fuzz/fuzz.h"
#include "ticket/ticket.h"

#include <sodium.h>

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    /* The first vector's key pair: the corpus has its tokens. */
    static struct ticket_keyring keyring;
    static struct ticket_signer signer;
    if (!keyring.count) {
        uint8_t seed[32];
        for (size_t i = 0; i < sizeof seed; i++)
            seed[i] = (uint8_t)(16 + i);
        crypto_sign_seed_keypair(keyring.keys[0].bytes, signer.private_key, seed);
        keyring.count = 1;
    }
    const char *text = (const char *)data;
    struct ticket ticket;
    uint8_t signature[64];
    enum ticket_parse_result result;
    if (ticket_parse(text, size, &ticket, signature) == TICKET_PARSED) {
        require(size >= TICKET_TOKEN_LENGTH);
        require(ticket_kind_name(ticket.kind));
    }
    if (ticket_verify(&keyring, text, size, &ticket, &result)) {
        char token[TICKET_TOKEN_SIZE];
        struct ticket again;
        require(result == TICKET_PARSED && ticket.key_number == 0);
        ticket_sign(&signer, ticket.kind, ticket.event, ticket.serial, token);
        require(ticket_verify(&keyring, token, TICKET_TOKEN_LENGTH, &again, &result));
        require(again.kind == ticket.kind && again.event == ticket.event && again.serial == ticket.serial);
    }
    return 0;
}
