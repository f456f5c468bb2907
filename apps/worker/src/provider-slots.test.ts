import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { ProviderGate, ProviderGates } from "./provider-gate.ts";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("ProviderGate", () => {
  it("lets in as many as there are slots, and the next when one leaves, in their order", async () => {
    const gate = new ProviderGate(2);
    const got: string[] = [];
    for (const name of ["a", "b", "c", "d"]) void gate.enter().then((isIn) => got.push(`${name} ${isIn}`));
    await vi.advanceTimersByTimeAsync(0);
    expect(got).toEqual(["a true", "b true"]);
    gate.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(got.at(-1)).toBe("c true");
    gate.leave();
    await vi.advanceTimersByTimeAsync(0);
    expect(got.at(-1)).toBe("d true");
    gate.leave();
    gate.leave();
    expect(gate.isIdle).toBe(true);
  });

  it("sends away who waited too long, and at once who comes to a queue that stands still", async () => {
    const gate = new ProviderGate(1);
    await gate.enter();
    const waiting = Array.from({ length: 32 }, () => gate.enter());
    await vi.advanceTimersByTimeAsync(1100);
    expect(await gate.enter()).toBe(false);
    await vi.advanceTimersByTimeAsync(1000);
    expect(new Set(await Promise.all(waiting))).toEqual(new Set([false]));
    // Who was sent away takes no slot later.
    gate.leave();
    expect(gate.isIdle).toBe(true);
  });

  it("has those it sent away come back one after another, and the later the longer nothing moves", () => {
    const gate = new ProviderGate(1);
    const start = performance.now();
    const after = (seconds: number) => gate.returnDelaySeconds(start + seconds * 1000);
    expect(after(0)).toBe(0.5);
    expect(after(0)).toBeCloseTo(0.502);
    expect(after(2)).toBeCloseTo(2);
    expect(after(100)).toBeCloseTo(10);
    const delays = Array.from({ length: 1000 }, () => after(100));
    expect(delays[0]).toBeCloseTo(10.04);
    expect(delays.at(-1)).toBeCloseTo(30);
  });

  it("lets nobody in once it is closed, and lets those go who wait", async () => {
    const gates = new ProviderGates(1);
    const gate = gates.of("org", "a");
    await gate.enter();
    const waiting = gate.enter();
    gates.close();
    expect(await waiting).toBe(false);
    expect(await gates.of("org", "b").enter()).toBe(false);
    expect(gate.returnDelaySeconds()).toBe(0);
  });

  it("is one for each provider of each organization, as long as it is used", async () => {
    const gates = new ProviderGates(1);
    const gate = gates.of("org", "a");
    await gate.enter();
    expect(gates.of("org", "a")).toBe(gate);
    expect(gates.of("another", "a")).not.toBe(gate);
    expect(gates.of("org", "b")).not.toBe(gate);
    expect(gates.of("org", "a")).toBe(gate);
    gate.leave();
    gates.of("org", "c");
    expect(gates.of("org", "a")).not.toBe(gate);
  });
});
