import {
  ConfigError,
  type Health,
  type ListOptions,
  mayBeOwn,
  type ProviderContext,
  refuseStranger,
  type SearchContext,
} from "@pragma/sdk/provider";
import { inBatches } from "../client/in-batches.ts";
import { listBuckets } from "../client/list-buckets.ts";
import { bucketName, bucketOfIdentity, callOf, healthOr, isRetained, type OnServer, searchOf } from "../fields.ts";
import { type DocumentKind, deleteDocument, readDocument, writeDocument } from "./document.ts";

/** The config of a type that is one set of rules of a bucket. */
type RulesConfig = OnServer<{ bucket: string; deletion_policy: "delete" | "retain" }>;
type Outputs = { bucket: string };
type Ctx<Config> = ProviderContext<Config, Outputs>;

/** How the config of a type becomes such a document, and the other way round. */
interface Rules<Config, Declared> {
  readonly kind: DocumentKind;
  /** What errors and logs call them: "policy". */
  readonly what: string;
  write(config: Config): string;
  /** The document in terms of a config, also what no config can declare. */
  asFound(document: Buffer): Declared;
  /** The config that declares a document. @throws ConfigError if none can */
  asIs(document: Buffer): Declared;
  /** Whether a document means what the config says. */
  isSame(config: Config, document: Buffer): boolean;
}

/** The handlers of a type whose config is one set of rules of a bucket. Its identity is the bucket's. */
export function rulesHandlers<Config extends RulesConfig, Declared extends object>({
  kind,
  what,
  write,
  asFound,
  asIs,
  isSame,
}: Rules<Config, Declared>) {
  const find = (ctx: Ctx<Config>): Promise<Buffer | null> => readDocument(callOf(ctx), ctx.config.bucket, kind);
  const refuseForeign = (ctx: Ctx<Config>): void => {
    const { bucket } = ctx.config;
    refuseStranger(ctx, bucket, `The bucket "${bucket}" has ${what} already`);
  };
  const put = async (ctx: Ctx<Config>): Promise<Outputs> => {
    const { bucket } = ctx.config;
    await writeDocument(callOf(ctx), bucket, kind, write(ctx.config));
    ctx.log.info(`${what} of bucket "${bucket}" set`);
    return { bucket };
  };

  return {
    async read(ctx: Ctx<Config>): Promise<{ outputs: Outputs; config: Partial<Declared> & Outputs } | null> {
      const { bucket } = ctx.config;
      const document = await find(ctx);
      if (document === null) return null;
      refuseForeign(ctx);
      // Left out where they mean what is declared, however that is written.
      const found: Partial<Declared> = isSame(ctx.config, document) ? {} : asFound(document);
      return { outputs: { bucket }, config: { bucket, ...found } };
    },

    async create(ctx: Ctx<Config>): Promise<Outputs> {
      if ((await find(ctx)) !== null) refuseForeign(ctx);
      return await put(ctx);
    },

    async update(ctx: Ctx<Config>): Promise<Outputs> {
      return await put(ctx);
    },

    async delete(ctx: Ctx<Config>): Promise<void> {
      const { bucket } = ctx.config;
      if (isRetained(ctx, `${what} of bucket "${bucket}"`)) return;
      const document = await find(ctx);
      if (document === null) return;
      // Before the resource was ever ready, only what an attempt may have written: others may have failed before.
      const isOurs = ctx.outputs !== null || (mayBeOwn(ctx) && isSame(ctx.config, document));
      if (!isOurs) {
        ctx.log.warn(`${what} of bucket "${bucket}" left as is: it was there before`);
        return;
      }
      await deleteDocument(callOf(ctx), bucket, kind);
      ctx.log.info(`${what} of bucket "${bucket}" deleted`);
    },

    identity: ({ bucket }: { bucket: string }): string => bucket,

    async import(
      ctx: SearchContext<Config>,
      identity: string,
    ): Promise<{ config: Declared & Outputs; outputs: Outputs } | null> {
      const bucket = bucketOfIdentity(identity);
      const document = await readDocument(searchOf(ctx), bucket, kind);
      return document && { config: { bucket, ...asIs(document) }, outputs: { bucket } };
    },

    /** Lists buckets that have such rules, up to `limit` buckets looked at. One whose rules no config declares is listed by its name. */
    async list(ctx: SearchContext<Config>, { cursor, limit }: ListOptions) {
      const call = searchOf(ctx);
      const all = (await listBuckets(call)).filter((name) => bucketName.safeParse(name).success);
      const rest = all.filter((name) => cursor === null || name > cursor);
      const part = rest.slice(0, limit);
      const found = await inBatches(part, async (bucket) => {
        const document = await readDocument(call, bucket, kind).catch(ignoreRefusal);
        return document === null ? [] : [{ identity: bucket, ...declared(bucket, document) }];
      });
      return { items: found.flat(), cursor: rest.length > limit ? (part.at(-1) ?? null) : null };
    },

    async health(ctx: Ctx<Config>): Promise<Health> {
      return await healthOr(ctx, async () => {
        const document = await find(ctx);
        if (document === null) return { status: "unhealthy", message: `The bucket has no ${what}, or does not exist` };
        if (!isSame(ctx.config, document)) return { status: "degraded", message: "They were changed" };
        return { status: "healthy", message: null };
      });
    },
  };

  function declared(bucket: string, document: Buffer): { config?: Declared & Outputs } {
    try {
      return { config: { bucket, ...asIs(document) } };
    } catch (error) {
      return ignoreRefusal(error) ?? {};
    }
  }
}

/** Of a bucket that this account may not look at, or that is somewhere else, nothing is known. */
function ignoreRefusal(error: unknown): null {
  if (error instanceof ConfigError) return null;
  throw error;
}
