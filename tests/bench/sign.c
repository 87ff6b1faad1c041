/* What a signature costs: prints the microseconds of processor that libsodium takes for one of Ed25519 over
 * as much as a ticket signs. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#define SIGNATURES 20000

static double cpu_now(void)
{
    struct timespec now;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec / 1e3;
}

int main(void)
{
    unsigned char public_key[crypto_sign_PUBLICKEYBYTES];
    unsigned char private_key[crypto_sign_SECRETKEYBYTES];
    unsigned char signature[crypto_sign_BYTES];
    unsigned char message[25] = "lanyard-ticket-v1";
    if (sodium_init() < 0)
        return 1;
    crypto_sign_keypair(public_key, private_key);
    double start = cpu_now();
    for (unsigned i = 0; i < SIGNATURES; i++) {
        memcpy(message + 17, &i, sizeof i);
        crypto_sign_detached(signature, NULL, message, sizeof message, private_key);
    }
    printf("%.2f\n", (cpu_now() - start) / SIGNATURES);
    return 0;
}
