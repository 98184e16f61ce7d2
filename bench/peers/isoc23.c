/* Names that glibc has since 2.38 only, for wheels built against it on an older system:
   cc -shared -fPIC -o isoc23.so isoc23.c, then LD_PRELOAD=./isoc23.so */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
long __isoc23_strtol(const char *s, char **end, int base) { return strtol(s, end, base); }
long long __isoc23_strtoll(const char *s, char **end, int base) { return strtoll(s, end, base); }
unsigned long __isoc23_strtoul(const char *s, char **end, int base) { return strtoul(s, end, base); }
unsigned long long __isoc23_strtoull(const char *s, char **end, int base) { return strtoull(s, end, base); }
int __isoc23_sscanf(const char *s, const char *format, ...)
{
    va_list values;
    va_start(values, format);
    int count = vsscanf(s, format, values);
    va_end(values);
    return count;
}
