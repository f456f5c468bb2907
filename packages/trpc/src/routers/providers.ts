import {
  DISCOVER_REQUESTS,
  deployInputSchema,
  deploymentPreviewInputSchema,
  discoverInputSchema,
  providerNameSchema,
  textParam,
} from "@pragma/contract";
import { discover } from "@pragma/core/provider-calls";
import {
  deleteProvider,
  deployProvider,
  getBuild,
  getDeployment,
  listBuilds,
  listProviders,
  listResourceTypes,
  previewDeployment,
  readBuildLogs,
} from "@pragma/core/providers";
import { z } from "zod";
import { admitMore } from "../admission.ts";
import { inBatches } from "../batches.ts";
import { openStream } from "../streams.ts";
import { router, scopedProcedure } from "../trpc.ts";

const reading = scopedProcedure("providers:read");
const writing = scopedProcedure("providers:write");

const ofProvider = z.object({ provider_id: providerNameSchema });
const ofBuild = ofProvider.extend({ version: textParam(64) });

/** A message to a reader of a build's log. `fresh` starts over, also after a lost connection. */
export interface LogText {
  fresh: boolean;
  text: string;
}

/** Only the REST API can push a provider's source, since it streams uploads. */
export const providersRouter = router({
  list: reading.query(({ ctx }) => listProviders(ctx.core, ctx.member)),

  types: reading
    .input(z.object({ provider: providerNameSchema }))
    .query(({ ctx, input }) => listResourceTypes(ctx.core, ctx.member, input)),

  /** The last ten, newest first. */
  builds: reading.input(ofProvider).query(({ ctx, input }) => listBuilds(ctx.core, ctx.member, input.provider_id)),

  build: reading
    .input(ofBuild)
    .query(({ ctx, input }) => getBuild(ctx.core, ctx.member, input.provider_id, input.version)),

  /** The log until the build ends; then the subscription completes. */
  buildLogs: reading.input(ofBuild).subscription(({ ctx, input: { provider_id, version }, signal }) =>
    openStream(ctx, "providers:read", signal, async (over) => {
      // A missing build is reported before the stream begins.
      await getBuild(ctx.core, ctx.member, provider_id, version);
      return logTexts(inBatches(readBuildLogs(ctx.core, ctx.member, provider_id, version, over)));
    }),
  ),

  /** Asks which things of a type exist, a part of them; takes up to 30 s. Not a query: what is known of a config may be a secret. */
  discover: scopedProcedure("resources:write")
    .input(ofProvider.extend(discoverInputSchema.shape))
    .mutation(async ({ ctx, input: { provider_id, ...search }, signal }) => {
      await admitMore(ctx.core, ctx.member, DISCOVER_REQUESTS - 1);
      return discover(ctx.core, ctx.member, provider_id, search, signal);
    }),

  deployment: reading
    .input(ofProvider)
    .query(({ ctx, input }) => getDeployment(ctx.core, ctx.member, input.provider_id)),

  /** Previews a deployment. */
  previewDeployment: writing
    .input(ofProvider.extend(deploymentPreviewInputSchema.shape))
    .query(({ ctx, input: { provider_id, ...input } }) => previewDeployment(ctx.core, ctx.member, provider_id, input)),

  deploy: writing
    .input(ofProvider.extend(deployInputSchema.shape))
    .mutation(({ ctx, input: { provider_id, ...input } }) => deployProvider(ctx.core, ctx.member, provider_id, input)),

  /** With `cascade` its resources are deleted first, which also requires `resources:write`. */
  delete: writing
    .input(ofProvider.extend({ cascade: z.boolean().default(false) }))
    .mutation(({ ctx, input: { provider_id, cascade } }) =>
      deleteProvider(ctx.core, ctx.member, provider_id, { cascade }),
    ),
});

async function* logTexts(batches: AsyncIterable<string[]>): AsyncGenerator<LogText> {
  yield { fresh: true, text: "" };
  for await (const texts of batches) yield { fresh: false, text: texts.join("") };
}
