/* What reminders need of the installation, taken out of struct site where http may be known (trajectory_mail.c). */
#ifndef SLICE_TRAJECTORY_TRAJECTORY_SITE_H
#define SLICE_TRAJECTORY_TRAJECTORY_SITE_H

#include "slice/trajectory/trajectory.h"

struct reminding {
    const struct site *site;
    const struct packs *packs;
    const struct trajectory_parts *parts;
    const char *public_url;
    const unsigned char *key; /* install key, 32 bytes */
};
struct reminding trajectory_reminding(const struct site *site);

#endif
