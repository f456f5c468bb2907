import { setTimeout as sleep } from "node:timers/promises";
import { ConfigError, defineProvider, defineResource } from "@pragma/sdk/provider";
import { z } from "zod";

const secret = z.string().meta({ sensitive: true });

const config = z.object({
  password: secret.optional(),
  nested: z.object({ token: secret }).optional(),
  list: z.array(z.object({ id: z.string(), key: secret })).optional(),
  text: z.unknown().optional(),
  fixed: z.string().optional().meta({ immutable: true }),
  behave: z.enum(["ok", "quote", "refuse", "slow", "shapeless"]).default("ok"),
});

const outputs = z.object({
  url: secret.describe("Holds the password, as addresses of databases do"),
  text: z.unknown(),
});

type Config = z.infer<typeof config>;

interface Ctx {
  readonly config: Config;
  readonly log: { error(message: string, metadata?: Record<string, unknown>): void };
}

/** Says its secrets wherever a provider can say something, and leaves it to the platform to keep them. */
async function write({ config: { password = "none", nested, list, text, behave }, log }: Ctx) {
  const said = `${password} ${nested?.token ?? ""} ${JSON.stringify(list ?? [])}`;
  log.error(`connecting as ${said}`, { password, list });
  console.log(`printed: ${said}`);
  console.error(`warned: ${said}`);
  if (behave === "quote") throw new Error(`no such user ${said}`, { cause: new Error(`asked with ${password}`) });
  if (behave === "refuse") throw new ConfigError(`not with ${said}`);
  if (behave === "slow") await sleep(300);
  if (behave === "shapeless") return { url: { password }, text: said } as never;
  return { url: `https://user:${password}@host`, text: text ?? null };
}

export default defineProvider({
  resources: {
    thing: defineResource({
      description: "Something with secrets",
      ...{ config, outputs },
      create: write,
      update: write,
      async delete({ config: { password, behave } }) {
        if (behave === "refuse") throw new Error(`${password} stays`);
      },
      async *logs(ctx) {
        yield { timestamp: new Date(), level: "info" as const, message: `told of ${ctx.config.password}` };
      },
      async health({ config: { password, behave } }) {
        if (behave === "quote") throw new Error(`${password} does not answer`);
        return { status: "healthy" as const, message: `${password} answers`, details: { password } };
      },
    }),
  },
});
