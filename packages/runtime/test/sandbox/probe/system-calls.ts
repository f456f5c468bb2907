import { SCRATCH, type SystemCall } from "./system-call-program.ts";

const CLONE_NEWUSER = 0x10000000;
const SIGCHLD = 17;
const ADDR_NO_RANDOMIZE = 0x40000;
/** Number of no descriptor, and no address. */
const NONE = -1;

/** Attempts, by the words of the table. Numbers are those of x64. What takes a place in the kernel's memory gets zeros. */
export const ATTEMPTS: Record<string, SystemCall> = {
  "`process_vm_readv`": [310, 1, SCRATCH, 0, SCRATCH, 0, 0],
  "`pidfd_getfd`": [438, NONE, 0, 0],
  "`kcmp`": [312, 1, 1, 0, 0, 0],
  "`bpf`": [321, 0, SCRATCH, 64],
  "`perf_event_open`": [298, SCRATCH, 0, NONE, NONE, 0],
  "`add_key`": [248, SCRATCH, SCRATCH, 0, 0, -2],
  "`keyctl`": [250, 0, -2, 0],
  "`request_key`": [249, SCRATCH, SCRATCH, 0, 0],
  "`userfaultfd`": [323, 1],
  "`io_uring_setup`": [425, 1, SCRATCH],
  "`io_setup`": [206, 1, SCRATCH],
  "`mount`": [165, SCRATCH, SCRATCH, SCRATCH, 0, 0],
  "`umount2`": [166, SCRATCH, 0],
  "`fsopen`": [430, SCRATCH, 0],
  "`open_tree`": [428, NONE, SCRATCH, 0],
  "`pivot_root`": [155, SCRATCH, SCRATCH],
  "`chroot`": [161, SCRATCH],
  "`unshare` of users": [272, CLONE_NEWUSER],
  "`setns`": [308, NONE, 0],
  "`clone` into a new user namespace": [56, CLONE_NEWUSER | SIGCHLD, 0, 0, 0, 0],
  "`clone3`": [435, SCRATCH, 0],
  "`name_to_handle_at`": [303, NONE, SCRATCH, SCRATCH, SCRATCH, 0],
  "`open_by_handle_at`": [304, NONE, SCRATCH, 0],
  "`fanotify_init`": [300, 0, 0],
  "`quotactl`": [179, 0, SCRATCH, 0, SCRATCH],
  "`init_module`": [175, SCRATCH, 0, SCRATCH],
  "`kexec_load`": [246, 0, 0, SCRATCH, 0],
  "`swapon`": [167, SCRATCH, 0],
  "`settimeofday`": [164, SCRATCH, 0],
  "`sethostname`": [170, SCRATCH, 0],
  "`syslog`": [103, 3, SCRATCH, 64],
  "`acct`": [163, SCRATCH],
  "`iopl`": [172, 3],
  "`modify_ldt`": [154, 0, SCRATCH, 64],
  "`personality` without random addresses": [135, ADDR_NO_RANDOMIZE],
  "`memfd_create`": [319, SCRATCH, 0],
  "`shmget`": [29, 0, 4096, 0o1600],
  "`mq_open`": [240, SCRATCH, 0],
  "`splice`": [275, NONE, 0, NONE, 0, 0, 0],
  "`mbind`": [237, SCRATCH, 0, 0, SCRATCH, 0, 0],
  "`move_pages`": [279, 0, 0, SCRATCH, SCRATCH, SCRATCH, 0],
  "`seccomp`": [317, 2, 0, SCRATCH],
  "`ioctl` TIOCSTI, which types into a terminal": [16, NONE, 0x5412, SCRATCH],
  "`ioctl` TIOCSETD, which loads a driver": [16, NONE, 0x5423, SCRATCH],
  "a socket for TCP": [41, 2, 1, 0],
  "a socket for questions about interfaces": [41, 16, 3, 0],
  "a socket for ICMP": [41, 2, 2, 1],
  "a socket for netfilter": [41, 16, 3, 12],
  "a socket for packets": [41, 17, 3, 0],
  "a socket for the kernel's cryptography": [41, 38, 5, 0],
  "a socket to virtual machines": [41, 40, 1, 0],
  // The last one: from here on it is traced by its parent.
  "`ptrace`": [101, 0, 0, 0, 0],
};

/** Numbers to try one after another: all that there are, and some that there may be. */
export const HIGHEST_CALL = 470;
/** Number of `getpid` for x32, the calls of x64 with 32-bit pointers. */
export const X32_GETPID = 0x40000000 + 39;
/** `uretprobe` and `uprobe`: Linux lets them past every filter, and ends whoever calls them without having been traced. */
export const PAST_FILTERS = [335, 336];
