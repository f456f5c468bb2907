/**
 * System calls that programs need: Node with threads, WebAssembly, child processes, sockets, compression and cryptography,
 * the package managers, and what a shell and its tools do. Traced, then completed by family. Left out on purpose: whatever
 * changes the machine, looks into other processes, makes namespaces or mounts, or is a favourite of exploits (bpf, keyctl,
 * io_uring, userfaultfd, ptrace, splice, personality). So is clone3, whose flags a filter cannot read: programs use clone then.
 */

/** A processor whose system calls are known here, as Node names it. */
export type FilteredArchitecture = "x64" | "arm64";

/** The numbers of a system call on x64 and arm64; null where there is none. */
type Numbers = readonly [x64: number | null, arm64: number | null];

/** Files and folders. */
const FILES = {
  access: [21, null],
  chdir: [80, 49],
  chmod: [90, null],
  chown: [92, null],
  close: [3, 57],
  close_range: [436, 436],
  copy_file_range: [326, 285],
  creat: [85, null],
  dup: [32, 23],
  dup2: [33, null],
  dup3: [292, 24],
  faccessat: [269, 48],
  faccessat2: [439, 439],
  fadvise64: [221, 223],
  fallocate: [285, 47],
  fchdir: [81, 50],
  fchmod: [91, 52],
  fchmodat: [268, 53],
  fchmodat2: [452, 452],
  fchown: [93, 55],
  fchownat: [260, 54],
  fcntl: [72, 25],
  fdatasync: [75, 83],
  flock: [73, 32],
  fstat: [5, 80],
  fstatfs: [138, 44],
  fsync: [74, 82],
  ftruncate: [77, 46],
  futimesat: [261, null],
  getcwd: [79, 17],
  getdents: [78, null],
  getdents64: [217, 61],
  inotify_add_watch: [254, 27],
  inotify_init: [253, null],
  inotify_init1: [294, 26],
  inotify_rm_watch: [255, 28],
  lchown: [94, null],
  link: [86, null],
  linkat: [265, 37],
  lseek: [8, 62],
  lstat: [6, null],
  mkdir: [83, null],
  mkdirat: [258, 34],
  mknod: [133, null],
  mknodat: [259, 33],
  newfstatat: [262, 79],
  open: [2, null],
  openat: [257, 56],
  openat2: [437, 437],
  pread64: [17, 67],
  preadv: [295, 69],
  preadv2: [327, 286],
  pwrite64: [18, 68],
  pwritev: [296, 70],
  pwritev2: [328, 287],
  read: [0, 63],
  readahead: [187, 213],
  readlink: [89, null],
  readlinkat: [267, 78],
  readv: [19, 65],
  rename: [82, null],
  renameat: [264, 38],
  renameat2: [316, 276],
  rmdir: [84, null],
  sendfile: [40, 71],
  stat: [4, null],
  statfs: [137, 43],
  statx: [332, 291],
  symlink: [88, null],
  symlinkat: [266, 36],
  sync_file_range: [277, 84],
  truncate: [76, 45],
  umask: [95, 166],
  unlink: [87, null],
  unlinkat: [263, 35],
  utime: [132, null],
  utimensat: [280, 88],
  utimes: [235, null],
  write: [1, 64],
  writev: [20, 66],
} satisfies Record<string, Numbers>;

/** Extended attributes, which ls, cp and tar ask for. */
const ATTRIBUTES = {
  fgetxattr: [193, 10],
  flistxattr: [196, 13],
  fremovexattr: [199, 16],
  fsetxattr: [190, 7],
  getxattr: [191, 8],
  lgetxattr: [192, 9],
  listxattr: [194, 11],
  llistxattr: [195, 12],
  lremovexattr: [198, 15],
  lsetxattr: [189, 6],
  removexattr: [197, 14],
  setxattr: [188, 5],
} satisfies Record<string, Numbers>;

/** Memory. */
const MEMORY = {
  brk: [12, 214],
  madvise: [28, 233],
  membarrier: [324, 283],
  mincore: [27, 232],
  mlock: [149, 228],
  mlock2: [325, 284],
  mmap: [9, 222],
  mprotect: [10, 226],
  mremap: [25, 216],
  msync: [26, 227],
  munlock: [150, 229],
  munmap: [11, 215],
  pkey_alloc: [330, 289],
  pkey_free: [331, 290],
  pkey_mprotect: [329, 288],
} satisfies Record<string, Numbers>;

/** Clocks and timers. */
const TIME = {
  alarm: [37, null],
  clock_getres: [229, 114],
  clock_gettime: [228, 113],
  clock_nanosleep: [230, 115],
  getitimer: [36, 102],
  gettimeofday: [96, 169],
  nanosleep: [35, 101],
  setitimer: [38, 103],
  time: [201, null],
  timer_create: [222, 107],
  timer_delete: [226, 111],
  timer_getoverrun: [225, 109],
  timer_gettime: [224, 108],
  timer_settime: [223, 110],
  timerfd_create: [283, 85],
  timerfd_gettime: [287, 87],
  timerfd_settime: [286, 86],
  times: [100, 153],
} satisfies Record<string, Numbers>;

/** Signals, to whom the process namespace lets through. */
const SIGNALS = {
  kill: [62, 129],
  pause: [34, null],
  pidfd_open: [434, 434],
  pidfd_send_signal: [424, 424],
  restart_syscall: [219, 128],
  rt_sigaction: [13, 134],
  rt_sigpending: [127, 136],
  rt_sigprocmask: [14, 135],
  rt_sigqueueinfo: [129, 138],
  rt_sigreturn: [15, 139],
  rt_sigsuspend: [130, 133],
  rt_sigtimedwait: [128, 137],
  rt_tgsigqueueinfo: [297, 240],
  sigaltstack: [131, 132],
  signalfd: [282, null],
  signalfd4: [289, 74],
  tgkill: [234, 131],
  tkill: [200, 130],
} satisfies Record<string, Numbers>;

/** Waiting for descriptors. */
const WAITING = {
  epoll_create: [213, null],
  epoll_create1: [291, 20],
  epoll_ctl: [233, 21],
  epoll_pwait: [281, 22],
  epoll_pwait2: [441, 441],
  epoll_wait: [232, null],
  eventfd: [284, null],
  eventfd2: [290, 19],
  pipe: [22, null],
  pipe2: [293, 59],
  poll: [7, null],
  ppoll: [271, 73],
  pselect6: [270, 72],
  select: [23, null],
} satisfies Record<string, Numbers>;

/** Sockets that exist; which kinds can be made is looked at. */
const SOCKETS = {
  accept: [43, 202],
  accept4: [288, 242],
  bind: [49, 200],
  connect: [42, 203],
  getpeername: [52, 205],
  getsockname: [51, 204],
  getsockopt: [55, 209],
  listen: [50, 201],
  recvfrom: [45, 207],
  recvmmsg: [299, 243],
  recvmsg: [47, 212],
  sendmmsg: [307, 269],
  sendmsg: [46, 211],
  sendto: [44, 206],
  setsockopt: [54, 208],
  shutdown: [48, 210],
} satisfies Record<string, Numbers>;

/** Processes, threads and what they may know of themselves. */
const PROCESSES = {
  arch_prctl: [158, null],
  capget: [125, 90],
  execve: [59, 221],
  exit: [60, 93],
  exit_group: [231, 94],
  fork: [57, null],
  futex: [202, 98],
  get_robust_list: [274, 100],
  getcpu: [309, 168],
  getegid: [108, 177],
  geteuid: [107, 175],
  getgid: [104, 176],
  getgroups: [115, 158],
  getpgid: [121, 155],
  getpgrp: [111, null],
  getpid: [39, 172],
  getppid: [110, 173],
  getpriority: [140, 141],
  getrandom: [318, 278],
  getresgid: [120, 150],
  getresuid: [118, 148],
  getrlimit: [97, 163],
  getrusage: [98, 165],
  getsid: [124, 156],
  gettid: [186, 178],
  getuid: [102, 174],
  prctl: [157, 167],
  prlimit64: [302, 261],
  rseq: [334, 293],
  sched_get_priority_max: [146, 125],
  sched_get_priority_min: [147, 126],
  sched_getaffinity: [204, 123],
  sched_getparam: [143, 121],
  sched_getscheduler: [145, 120],
  sched_rr_get_interval: [148, 127],
  sched_setaffinity: [203, 122],
  sched_yield: [24, 124],
  set_robust_list: [273, 99],
  set_tid_address: [218, 96],
  setpgid: [109, 154],
  setpriority: [141, 140],
  setrlimit: [160, 164],
  setsid: [112, 157],
  sysinfo: [99, 179],
  uname: [63, 160],
  vfork: [58, null],
  wait4: [61, 260],
  waitid: [247, 95],
} satisfies Record<string, Numbers>;

/** System calls that are allowed by their arguments. */
export const EXAMINED = {
  clone: [56, 220],
  ioctl: [16, 29],
  socket: [41, 198],
  socketpair: [53, 199],
} satisfies Record<string, Numbers>;

/** Numbers of the system calls that are allowed whatever their arguments, ascending. */
export function allowedCalls(architecture: FilteredArchitecture): number[] {
  const column = architecture === "x64" ? 0 : 1;
  const groups = [FILES, ATTRIBUTES, MEMORY, TIME, SIGNALS, WAITING, SOCKETS, PROCESSES];
  return groups
    .flatMap((group) => Object.values<Numbers>(group).map((numbers) => numbers[column]))
    .filter((number) => number !== null)
    .toSorted((one, other) => one - other);
}
