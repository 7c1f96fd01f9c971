/// How many blocks of memory this process has asked for since it began.
unsigned long long allocation_count(void);
