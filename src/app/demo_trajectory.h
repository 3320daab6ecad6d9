/* Trajectories of a demo organisation: what its people did, each act with its hour and who did it, played in the order of the
 * hours through the rules of the slices. The notation stands at the top of content/demo/olmenrode.yaml. */
#ifndef APP_DEMO_TRAJECTORY_H
#define APP_DEMO_TRAJECTORY_H

#include "app/demo_read.h"
#include "db/db.h"
#include "slice/organisation/organisation.h"
#include "slice/trajectory/trajectory.h"

struct demo_trajectories;

/* Reads the list `trajectories` of an organisation, which may be absent. In the reader's arena. */
struct demo_trajectories *demo_trajectories_read(struct demo_reader *r, const struct yaml_node *organisation,
                                                 const struct demo_people *people);
/* Plays them once organisation, people and rounds are there. A fault of a rule names the line of its act. */
struct fault demo_trajectories_play(struct db *db, struct demo_reader *r, const struct trajectory_parts *parts,
                                    const struct organisation *o, const struct demo_trajectories *all);

#endif
