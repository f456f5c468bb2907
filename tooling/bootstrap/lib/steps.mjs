import process from "node:process";

/** Interval of messages about a long step, while no line can be rewritten. */
const HEARTBEAT_MS = 15_000;

/**
 * Runs one step, showing its name, the time it takes while it runs and the time it took: one line a step.
 *
 * @template T
 * @param {string} name such as "Install dependencies"
 * @param {(note: (text: string) => void) => Promise<T>} work may call `note` with a word for the finished line
 * @returns {Promise<T>}
 */
export async function step(name, work) {
  const started = Date.now();
  const terminal = process.stdout.isTTY === true;
  const seconds = () => `${((Date.now() - started) / 1000).toFixed(1)} s`;
  let note = "";
  const timer = setInterval(
    () => process.stdout.write(terminal ? `\r  … ${name} ${seconds()}` : `  … ${name} ${seconds()}\n`),
    terminal ? 200 : HEARTBEAT_MS,
  );
  const finish = (/** @type {string} */ mark) => {
    clearInterval(timer);
    const suffix = note === "" ? "" : `, ${note}`;
    process.stdout.write(`${terminal ? "\r\u001b[K" : ""}  ${mark} ${name} (${seconds()}${suffix})\n`);
  };
  try {
    const result = await work((text) => {
      note = text;
    });
    finish("✓");
    return result;
  } catch (error) {
    finish("✗");
    throw error;
  }
}
