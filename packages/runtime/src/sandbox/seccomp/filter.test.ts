import { describe, expect, it, test } from "vitest";
import { seccompFilter } from "./filter.ts";
import { allowedCalls } from "./system-calls.ts";

const ALLOWED = "allowed";
const KILLED = "killed";
const NUMBERS = Array.from({ length: 600 }, (_, number) => number);

const machines = {
  x64: { audit: 0xc000003e, clone: 56, ioctl: 16, socket: 41, socketpair: 53, clone3: 435, read: 0 },
  arm64: { audit: 0xc00000b7, clone: 220, ioctl: 29, socket: 198, socketpair: 199, clone3: 435, read: 63 },
};

/** Decides as the kernel would: runs the program on a `struct seccomp_data`. */
function decide(filter: Buffer, audit: number, call: number, args: readonly (number | bigint)[] = []): string {
  const data = Buffer.alloc(64);
  data.writeUInt32LE(call, 0);
  data.writeUInt32LE(audit, 4);
  for (const [index, value] of args.entries()) data.writeBigUInt64LE(BigInt.asUintN(64, BigInt(value)), 16 + 8 * index);
  let loaded = 0;
  for (let at = 0; at < filter.length / 8; at++) {
    const value = filter.readUInt32LE(at * 8 + 4);
    const jump = (holds: boolean) => filter.readUInt8(at * 8 + (holds ? 2 : 3));
    switch (filter.readUInt16LE(at * 8)) {
      case 0x20:
        loaded = data.readUInt32LE(value);
        break;
      case 0x15:
        at += jump(loaded === value);
        break;
      case 0x25:
        at += jump(loaded > value);
        break;
      case 0x35:
        at += jump(loaded >= value);
        break;
      case 0x45:
        at += jump((loaded & value) !== 0);
        break;
      case 0x06:
        if (value === 0x7fff0000) return ALLOWED;
        return value === 0x80000000 ? KILLED : `errno ${value & 0xffff}`;
      default:
        throw new Error(`an instruction that seccomp does not know at ${at}`);
    }
  }
  throw new Error("the program ran past its end");
}

describe.each(["x64", "arm64"] as const)("on %s", (architecture) => {
  const machine = machines[architecture];
  const filter = seccompFilter(architecture) as Buffer;
  const answer = (call: number, ...args: (number | bigint)[]) => decide(filter, machine.audit, call, args);

  it("allows what is listed and answers everything else as an older kernel would", () => {
    const listed = new Set(allowedCalls(architecture));
    const examined = new Set([machine.clone, machine.ioctl, machine.socket, machine.socketpair]);
    expect(listed.size).toBeGreaterThan(150);
    for (const call of NUMBERS.filter((number) => !examined.has(number))) {
      expect(answer(call), `call ${call}`).toBe(listed.has(call) ? ALLOWED : "errno 38");
    }
    expect(answer(machine.clone3)).toBe("errno 38");
  });

  it("ends a process that calls as another kind of machine, and knows no call of x32", () => {
    for (const audit of [0x40000003, 0x40000028, 0xc000003e, 0xc00000b7, 0].filter((one) => one !== machine.audit)) {
      expect(decide(filter, audit, machine.read)).toBe(KILLED);
    }
    expect(answer(0x40000000 + machine.read)).toBe("errno 38");
  });

  it("makes threads and processes, and no namespace", () => {
    const SIGCHLD = 17;
    const THREAD = 0x3d0f00;
    for (const flags of [SIGCHLD, THREAD]) expect(answer(machine.clone, flags)).toBe(ALLOWED);
    for (const bit of [17, 25, 26, 27, 28, 29, 30]) {
      expect(answer(machine.clone, BigInt(SIGCHLD) | (1n << BigInt(bit))), `1 << ${bit}`).toBe("errno 1");
    }
  });

  it("asks terminals for their size, and types nothing into them", () => {
    expect(answer(machine.ioctl, 0, 0x5413)).toBe(ALLOWED);
    for (const request of [0x5412, 0x541c, 0x5423]) {
      expect(answer(machine.ioctl, 0, request)).toBe("errno 1");
      // The kernel reads 32 bits; what stands above them hides nothing.
      expect(answer(machine.ioctl, 0, (1n << 32n) | BigInt(request))).toBe("errno 1");
    }
  });

  test.each([
    ["a Unix socket", 1, 0, ALLOWED],
    ["TCP", 2, 0, ALLOWED],
    ["TCP by number", 10, 6, ALLOWED],
    ["UDP", 2, 17, ALLOWED],
    ["ICMP", 2, 1, "errno 93"],
    ["SCTP", 2, 132, "errno 93"],
    ["MPTCP", 10, 262, "errno 93"],
    ["questions about interfaces", 16, 0, ALLOWED],
    ["netfilter", 16, 12, "errno 93"],
    ["packets", 17, 0, "errno 97"],
    ["the kernel's cryptography", 38, 0, "errno 97"],
    ["virtual machines", 40, 0, "errno 97"],
    ["Bluetooth", 31, 0, "errno 97"],
  ])("a socket for %s", (_what, family, protocol, expected) => {
    expect(answer(machine.socket, family, 1, protocol)).toBe(expected);
  });

  it("makes pairs of Unix sockets alone", () => {
    expect(answer(machine.socketpair, 1, 1, 0)).toBe(ALLOWED);
    expect(answer(machine.socketpair, 30, 1, 0)).toBe("errno 97");
  });
});

it("knows no other processor", () => {
  expect(seccompFilter("riscv64")).toBeNull();
});
