import type { BuildLimits } from "./build-limits.ts";
import type { BuildLog } from "./build-log.ts";
import type { RegistrySettings } from "./registry-settings.ts";

/** Sources and limits of an artifact. */
export interface ArtefactInput {
  /** The source as a tar.gz. Untrusted. */
  archive: AsyncIterable<Buffer>;
  /** The provider's name; its `package.json` must say the same. */
  providerId: string;
  registry: RegistrySettings;
  limits: BuildLimits;
  log: BuildLog;
  /** Ends it; its reason is then thrown. */
  signal: AbortSignal;
  /** Milliseconds that are left of the build's time. */
  timeLeft(): number;
}

/** A program, and what its manifest says about it. */
export interface BuiltArtefact {
  /** One module with everything it needs except Node. */
  artefact: Buffer;
  network: "host" | "none";
}

/**
 * Turns source into an artifact: unpacks it, installs what it depends on, bundles both. Where that happens is the maker's.
 *
 * @throws BuildError that tells the author what to fix; the reason of `signal`; any other error is the platform's
 */
export type ArtefactBuilder = (input: ArtefactInput) => Promise<BuiltArtefact>;
