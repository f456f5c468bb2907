import { z } from "zod";

/** Names of the files that a build's Pod is sent. */
export const INPUT_FILE = "build.json";
export const ARCHIVE_FILE = "archive.tar.gz";
export const CERTIFICATES_FILE = "certificates.pem";

/** Build to run; in INPUT_FILE. */
export const podBuildSchema = z.object({
  providerId: z.string(),
  registry: z.string(),
  hasCertificates: z.boolean(),
  timeoutMs: z.number(),
  limits: z.object({
    unpackedBytes: z.number(),
    files: z.number(),
    diskBytes: z.number(),
    artefactBytes: z.number(),
    logCharacters: z.number(),
    loadMs: z.number(),
  }),
});
export type PodBuild = z.infer<typeof podBuildSchema>;

/** Messages of a build, a line each: its log as it grows, and at its end one of the others. */
export const podBuildMessageSchema = z.discriminatedUnion("type", [
  z.object({ type: z.literal("log"), text: z.string() }),
  z.object({ type: z.literal("made"), artefact: z.base64(), network: z.enum(["host", "none"]) }),
  z.object({ type: z.literal("failed"), message: z.string() }),
]);
export type PodBuildMessage = z.infer<typeof podBuildMessageSchema>;
