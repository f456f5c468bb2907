import {
  allow,
  assemble,
  type Instruction,
  ifAnyBit,
  ifBetween,
  ifEqual,
  killProcess,
  loadArchitecture,
  loadArgument,
  loadCall,
  refuse,
  unlessEqual,
} from "./bpf.ts";
import { allowedCalls, EXAMINED, type FilteredArchitecture } from "./system-calls.ts";

/** As seccomp names what a call is made for. 32-bit calls of the same machine have other names, and end the process. */
const AUDIT_ARCHITECTURE: Record<FilteredArchitecture, number> = { x64: 0xc000003e, arm64: 0xc00000b7 };

const EPERM = 1;
/** Programs take it for an older kernel, and fall back. */
const ENOSYS = 38;
const EPROTONOSUPPORT = 93;
const EAFNOSUPPORT = 97;

/** CLONE_NEWNS, _NEWCGROUP, _NEWUTS, _NEWIPC, _NEWUSER, _NEWPID and _NEWNET: privileges inside are where exploits begin. */
const NAMESPACES = 0x00020000 | 0x02000000 | 0x04000000 | 0x08000000 | 0x10000000 | 0x20000000 | 0x40000000;

const AF_UNIX = 1;
const AF_INET = 2;
const AF_INET6 = 10;
const AF_NETLINK = 16;
const TCP = 6;
const UDP = 17;
/** Protocol that Node's `os.networkInterfaces()` uses. Without privileges it only answers. */
const NETLINK_ROUTE = 0;

/** TIOCSTI types into a terminal, TIOCLINUX pastes into one, TIOCSETD loads drivers. */
const TERMINAL_ATTACKS = [0x5412, 0x541c, 0x5423];

/** Rules of calls whose arguments are examined. Each block ends in an answer. */
const RULES: Record<keyof typeof EXAMINED, readonly Instruction[]> = {
  clone: [loadArgument(0), ...ifAnyBit(NAMESPACES, [refuse(EPERM)]), allow],
  ioctl: [loadArgument(1), ...TERMINAL_ATTACKS.flatMap((request) => ifEqual(request, [refuse(EPERM)])), allow],
  socket: [
    loadArgument(0),
    ...ifEqual(AF_UNIX, [allow]),
    ...[AF_INET, AF_INET6].flatMap((family) => ifEqual(family, protocols([0, TCP, UDP]))),
    ...ifEqual(AF_NETLINK, protocols([NETLINK_ROUTE])),
    refuse(EAFNOSUPPORT),
  ],
  socketpair: [loadArgument(0), ...ifEqual(AF_UNIX, [allow]), refuse(EAFNOSUPPORT)],
};

function protocols(allowed: readonly number[]): Instruction[] {
  return [loadArgument(2), ...allowed.flatMap((protocol) => ifEqual(protocol, [allow])), refuse(EPROTONOSUPPORT)];
}

/**
 * The system calls that a sandboxed program may make, as a program of classic BPF for bubblewrap's `--seccomp`. What is not
 * listed answers ENOSYS, as an older kernel would.
 *
 * @returns null where the processor's calls are not known here
 */
export function seccompFilter(architecture: string): Buffer | null {
  return architecture === "x64" || architecture === "arm64" ? assemble(program(architecture)) : null;
}

function program(architecture: FilteredArchitecture): Instruction[] {
  const column = architecture === "x64" ? 0 : 1;
  return [
    loadArchitecture,
    ...unlessEqual(AUDIT_ARCHITECTURE[architecture], [killProcess]),
    loadCall,
    ...Object.entries(EXAMINED).flatMap(([name, numbers]) =>
      ifEqual(numbers[column], RULES[name as keyof typeof RULES]),
    ),
    ...ranges(allowedCalls(architecture)).flatMap(([first, last]) => ifBetween(first, last, [allow])),
    // The calls of x64 with 32-bit pointers, numbered from 0x40000000 on, are among these.
    refuse(ENOSYS),
  ];
}

/** Ascending numbers as ranges without gaps, both ends included. */
function ranges(numbers: readonly number[]): [first: number, last: number][] {
  const found: [number, number][] = [];
  for (const number of numbers) {
    const open = found.at(-1);
    if (open && number === open[1] + 1) open[1] = number;
    else found.push([number, number]);
  }
  return found;
}
