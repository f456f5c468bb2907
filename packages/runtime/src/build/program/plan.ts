import { z } from "zod";

/** The input of a step: the program's only argument, as JSON. Paths are those inside the sandbox. */
export const stepPlanSchema = z.discriminatedUnion("step", [
  z.object({
    step: z.literal("prepare"),
    work: z.string(),
    archive: z.string(),
    providerId: z.string(),
    limits: z.object({ unpackedBytes: z.number(), files: z.number() }),
  }),
  z.object({
    step: z.literal("bundle"),
    work: z.string(),
    esbuild: z.string(),
    zod: z.string(),
    sdk: z.string(),
    language: z.string(),
    /** Limit of the artifact. If it would be larger with its map, the map is omitted. */
    maxBytes: z.number(),
  }),
  z.object({
    step: z.literal("check"),
    work: z.string(),
    /** The compiler's module. */
    typescript: z.string(),
    /** The folder that holds the types of Node as `node`. */
    nodeTypes: z.string(),
    zod: z.string(),
    sdk: z.string(),
    language: z.string(),
  }),
]);
export type StepPlan = z.infer<typeof stepPlanSchema>;
export type PreparePlan = Extract<StepPlan, { step: "prepare" }>;
export type CheckPlan = Extract<StepPlan, { step: "check" }>;
export type BundlePlan = Extract<StepPlan, { step: "bundle" }>;

export const packageManagerSchema = z.enum(["npm", "pnpm"]);
export type PackageManager = z.infer<typeof packageManagerSchema>;

/** The result of `prepare`; in RESULT_FILE. */
export const preparedSchema = z.object({
  network: z.enum(["host", "none"]),
  namesNetwork: z.boolean(),
  /** Relative to the source. */
  entry: z.string(),
  /** Null if there is nothing to install. */
  install: z.object({ manager: packageManagerSchema, lockFile: z.string().nullable() }).nullable(),
});
export type Prepared = z.infer<typeof preparedSchema>;

/** The result of a step if the author has something to fix; in RESULT_FILE. */
export const failedSchema = z.object({ failure: z.string() });

/** Names inside the work folder. The install's manifest lies above the source, where Node finds its `node_modules`. */
export const SOURCE_FOLDER = "source";
export const RESULT_FILE = "result.json";
export const PREPARED_FILE = "prepared.json";
export const ARTEFACT_FILE = "provider.mjs";
