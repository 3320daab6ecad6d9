/* One line per event on standard error, "key=value" pairs: what journald and a person can both read.
 * Never a name, mail address, token, path with ids, or answer: those are the callers' duty to leave out. */
#ifndef BASE_LOG_H
#define BASE_LOG_H

enum log_level { LOG_ERROR, LOG_WARN, LOG_INFO, LOG_DEBUG };

/* kapstok level=warn event=mail.failed detail="..." ; format writes the pairs after event. */
void log_event(enum log_level level, const char *event, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Lines above this level are dropped. Starts at LOG_INFO. */
void log_set_level(enum log_level level);

#endif
