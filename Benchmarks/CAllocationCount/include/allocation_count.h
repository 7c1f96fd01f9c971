/// How many blocks of memory this process has asked for since it began.
unsigned long long allocation_count(void);

/// How many bytes of memory the blocks take that this process has not given back.
unsigned long long allocated_bytes(void);
