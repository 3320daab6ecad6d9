/* bench: the processor time that a report of 40 pages costs. report pdf|docx [FILE]: writes it there, or prints
 * "milliseconds bytes" for each of ten. */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "doc/docx.h"
#include "doc/pdf.h"
#include "report_doc.h"

static double used_ms(void)
{
    struct timespec t;
    clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

int main(int argc, char **argv)
{
    enum { TIMES = 10 };
    bool docx = argc > 1 && strcmp(argv[1], "docx") == 0;
    if (argc < 2 || argc > 3 || (!docx && strcmp(argv[1], "pdf") != 0)) {
        fprintf(stderr, "usage: report pdf|docx [FILE]\n");
        return 2;
    }
    struct arena a;
    arena_init(&a);
    const struct doc *d = report_doc(&a);
    for (int i = 0; i < (argc == 3 ? 1 : TIMES); i++) {
        struct buf out;
        buf_init(&out, 64 << 20);
        double before = used_ms();
        enum status st = docx ? doc_docx_write(d, &out) : doc_pdf_write(d, &out);
        if (st != OK) {
            fprintf(stderr, "report: %s\n", status_name(st));
            return 1;
        }
        if (argc == 2)
            printf("%.1f %zu\n", used_ms() - before, out.n);
        FILE *f = argc == 3 ? fopen(argv[2], "wb") : NULL;
        if (argc == 3 && (f == NULL || fwrite(out.p, 1, out.n, f) != out.n || fclose(f) != 0)) {
            fprintf(stderr, "report: %s cannot be written\n", argv[2]);
            return 1;
        }
        buf_release(&out);
    }
    arena_release(&a);
    return 0;
}
