/**
 * Process 1 of a Pod: `node -e <this> <milliseconds>`. It does nothing but end, and the Pod with it, when it is told to, or when
 * nobody has spoken to the Pod for so long: its worker is gone, or cannot reach it. It prints nothing, since a container's
 * output is kept by the node.
 */
import { readFileSync } from "node:fs";

const SPOKEN = "spoken";

const silence = BigInt(process.argv.at(-1) ?? "60000") * 1_000_000n;
let last = process.hrtime.bigint();

/** When the agent last heard something, by the clock that all processes of the Pod share. */
function lastSpoken(): bigint {
  try {
    return BigInt(readFileSync(SPOKEN, "utf8"));
  } catch {
    // Nobody has spoken yet, or is just writing it.
    return 0n;
  }
}

process.on("SIGTERM", () => process.exit(0));
setInterval(
  () => {
    const now = process.hrtime.bigint();
    const spoken = lastSpoken();
    // A time in the future was written by a provider.
    if (spoken > last && spoken <= now) last = spoken;
    if (now - last > silence) process.exit(0);
  },
  Math.min(1_000, Number(silence / 20_000_000n)),
);
