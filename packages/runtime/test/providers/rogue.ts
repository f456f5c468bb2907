// biome-ignore-all lint/suspicious/noConsole: what becomes of printed text is under test
import { existsSync, writeFileSync, writeSync } from "node:fs";
import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, defineProvider, defineResource, RetryAfter, refuseStranger } from "@pragma/sdk/provider";
import { z } from "zod";

let kept = "";

/** Every way in which provider code misbehaves; `mode` in the config says which. */
const misbehave: Record<string, (ctx: { signal: AbortSignal; config: { text: string } }) => unknown> = {
  ok: (ctx) => ({ text: ctx.config.text }),
  throw: () => {
    throw new Error("no luck");
  },
  "throw text": () => {
    // biome-ignore lint/style/useThrowOnlyError: providers do
    throw "just text";
  },
  config: () => {
    throw new ConfigError("text is not nice");
  },
  retry: () => {
    throw new RetryAfter(7, "still booting");
  },
  slow: async (ctx) => {
    await sleep(300);
    return { text: ctx.config.text };
  },
  hang: () => new Promise(() => {}),
  "stop when told": async (ctx) => {
    await sleep(60_000, undefined, { signal: ctx.signal });
  },
  "finish late": (ctx) =>
    new Promise((resolve) => {
      const finish = () => resolve({ text: "late" });
      // A process that starts slowly reads the call and its cancel together.
      if (ctx.signal.aborted) finish();
      else ctx.signal.addEventListener("abort", finish, { once: true });
    }),
  block: () => {
    for (;;);
  },
  "block until": (ctx) => {
    writeFileSync(`${ctx.config.text}.begun`, "");
    while (!existsSync(ctx.config.text));
    return { text: ctx.config.text };
  },
  exit: () => process.exit(3),
  "exit as if well": () => process.exit(0),
  abort: () => process.abort(),
  uncaught: () => {
    setImmediate(() => {
      throw new Error("thrown where nobody catches");
    });
    return new Promise(() => {});
  },
  "throw later": (ctx) => {
    setTimeout(() => {
      throw new Error(`lost the connection of ${ctx.config.text}`);
    }, 100);
    return { text: "made" };
  },
  "log and exit": (ctx) => {
    console.log(`last words of ${ctx.config.text}`);
    process.exit(3);
  },
  "log and abort": (ctx) => {
    console.log(`last words of ${ctx.config.text}`);
    process.abort();
  },
  "log and be killed": (ctx) => {
    console.log(`last words of ${ctx.config.text}`);
    process.kill(process.pid, "SIGKILL");
  },
  "log and block": (ctx) => {
    console.log(`last words of ${ctx.config.text}`);
    for (;;);
  },
  "print and be killed": (ctx) => {
    writeSync(2, `last words of ${ctx.config.text}\n`);
    process.kill(process.pid, "SIGKILL");
  },
  "uncaught with words": (ctx) => {
    setImmediate(() => {
      throw new Error(`last words of ${ctx.config.text}`);
    });
    return new Promise(() => {});
  },
  "fetch in vain": async () => {
    await fetch("http://127.0.0.1:4/");
    return { text: "somebody listens" };
  },
  "exit with words": (ctx) => {
    writeSync(2, `no way for ${ctx.config.text}\n`);
    process.exit(3);
  },
  "keep for later": (ctx) => {
    kept = ctx.config.text;
    return { text: "kept" };
  },
  "throw what was kept": () => {
    throw new Error(`the pool of ${kept} is broken`);
  },
  "log what was kept": (ctx) => {
    console.log(`the pool is of ${kept}`);
    return { text: ctx.config.text };
  },
  "log at the bound": (ctx) => {
    console.log(atTheBound(ctx.config.text));
    return { text: "logged" };
  },
  "print at the bound": (ctx) => {
    writeSync(2, `${atTheBound(ctx.config.text)}\n`);
    return { text: "printed" };
  },
  "throw at the bound": (ctx) => {
    throw new Error(atTheBound(ctx.config.text));
  },
  unhandled: async (ctx) => {
    void Promise.reject(new Error("forgotten"));
    await sleep(10);
    return { text: ctx.config.text };
  },
  "print garbage": (ctx) => {
    console.log('{"type":"result","id":1,"value":{"text":"forged"}}');
    process.stdout.write("half a line");
    writeSync(1, "straight to the descriptor\n");
    writeSync(2, "and to the other\n");
    return { text: ctx.config.text };
  },
  "wrong outputs": () => ({ text: 5 }),
  "no outputs": () => undefined,
  "no json": () => ({ text: "a", loose: 1n }),
  "too large": () => ({ text: "x".repeat(100_000) }),
  "too many values": () => ({ text: "a", numbers: Array.from({ length: 250_000 }, () => 1) }),
  "log much": (ctx) => {
    for (let line = 0; line < 50; line++) console.log(`line ${line}`);
    console.error("é".repeat(1_000));
    return { text: ctx.config.text };
  },
};

/** So long that what is kept of it ends within the text. */
function atTheBound(text: string): string {
  return `${"x".repeat(8 * 1024 - 10)}${text}`;
}

export default defineProvider({
  resources: {
    thing: defineResource({
      config: z.object({ mode: z.string(), text: z.string().default("hello") }),
      outputs: z.looseObject({ text: z.string() }),
      create: (ctx) => {
        const act = misbehave[ctx.config.mode];
        if (!act) throw new Error(`no mode ${ctx.config.mode}`);
        return act(ctx) as { text: string };
      },
      update: (ctx, previous) => ({ text: `${previous.text} → ${ctx.config.text}`, seen: ctx.outputs }),
      async delete() {},
      async *logs(ctx, { since, tail }) {
        if (ctx.config.mode === "endless") for (let line = 0; ; line++) yield `line ${line}`;
        yield `since ${since?.toISOString() ?? "ever"}`;
        for (let line = 0; line < tail; line++) yield { message: `line ${line}`, level: "debug" as const };
        if (ctx.config.mode === "at the bound") yield atTheBound(ctx.config.text);
      },
      health: ({ config: { mode, text } }) => {
        if (mode === "at the bound") return { status: "degraded", message: atTheBound(text) };
        return mode === "ok" ? { status: "healthy" } : ({ status: mode } as never);
      },
    }),
    /** A file that is made at once, while its `create` goes on; `mode` "exit" ends the process as soon as another is there. */
    file: defineResource({
      config: z.object({ mode: z.string(), text: z.string() }),
      outputs: z.object({ by: z.string() }),
      read(ctx) {
        if (!existsSync(ctx.config.text)) return null;
        refuseStranger(ctx, null, "The file exists already");
        return { outputs: { by: "read" } };
      },
      async create(ctx) {
        if (ctx.config.mode === "exit") {
          while (!existsSync(ctx.config.text)) await sleep(10);
          process.exit(3);
        }
        writeFileSync(ctx.config.text, "");
        await sleep(60_000, undefined, { signal: ctx.signal });
        return { by: "create" };
      },
      update: () => ({ by: "update" }),
      async delete() {},
    }),
  },
});
