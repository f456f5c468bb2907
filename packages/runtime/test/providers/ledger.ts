import { appendFileSync, existsSync, readFileSync, readlinkSync, writeFileSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

/**
 * Makes one thing, a file that outlives the process, and keeps a ledger beside it: which process began, whether another was at it
 * then, and what was made.
 */
export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ file: z.string(), wait: z.coerce.number().default(100), print: z.string().default("") }),
      outputs: z.object({ pid: z.string() }),
      observe: ({ config }) => (existsSync(config.file) ? { pid: readFileSync(config.file, "utf8") } : null),
      async create({ config, log }) {
        const write = (word: string) => appendFileSync(`${config.file}.ledger`, `${word} ${process.pid}\n`);
        if (othersIn(`${config.file}.ledger`)) write("overlap");
        write("begin");
        log.info("begins");
        process.stdout.write(config.print);
        await sleep(config.wait);
        write("made");
        writeFileSync(config.file, String(process.pid));
        return { pid: String(process.pid) };
      },
      update: ({ config }) => ({ pid: readFileSync(config.file, "utf8") }),
      delete: () => {},
    }),
  },
});

/** Whether another process that has begun is alive. */
function othersIn(ledger: string): boolean {
  if (!existsSync(ledger)) return false;
  const pids = [...readFileSync(ledger, "utf8").matchAll(/^begin (\d+)$/gm)].map(([, pid]) => Number(pid));
  return pids.some((pid) => pid !== process.pid && isAlive(pid));
}

/** One that has ended but that nobody asked about works nowhere. */
function isAlive(pid: number): boolean {
  try {
    readlinkSync(`/proc/${pid}/cwd`);
    return true;
  } catch {
    return false;
  }
}
