import { chmod, mkdir, mkdtemp, rename, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Core } from "@pragma/core";
import { type ArtefactFacts, findArtefact, readArtefact } from "@pragma/core/providers/worker";
import type { ProviderArtefact } from "@pragma/runtime";
import { LRUCache } from "lru-cache";

/** How long the cached facts of an artifact are valid: a deployment may take the network from a version. */
const FRESH_MS = 2000;
const MAX_ENTRIES = 1000;

interface Entry {
  readonly artefact: ProviderArtefact;
  readonly hash: string;
  readonly askedAt: number;
}

/**
 * The programs of pushed versions, as files that provider processes load. They are named by the hash of their bytes, so
 * the same program is one file, whoever pushed it and however often.
 */
export class PushedArtefacts {
  readonly #core: Core;
  readonly #folder: string;
  readonly #entries = new LRUCache<string, Entry>({ max: MAX_ENTRIES });
  readonly #loading = new Map<string, Promise<Entry | undefined>>();

  private constructor(core: Core, folder: string) {
    this.#core = core;
    this.#folder = folder;
  }

  /** Makes the folder of the files in the system's folder for temporary ones; `close` removes it. */
  static async open(core: Core): Promise<PushedArtefacts> {
    const folder = await mkdtemp(join(tmpdir(), "pragma-artefacts-"));
    // A provider process may run under another account, which must be able to traverse it.
    await chmod(folder, 0o711);
    return new PushedArtefacts(core, folder);
  }

  /** The program of a built version, or undefined if there is none (any more). */
  async find(organizationId: string, provider: string, version: string): Promise<ProviderArtefact | undefined> {
    const name = `${organizationId} ${provider} ${version}`;
    const known = this.#entries.get(name);
    if (known && performance.now() - known.askedAt < FRESH_MS) return known.artefact;
    let loading = this.#loading.get(name);
    if (!loading) {
      loading = this.#load(organizationId, provider, version, known).finally(() => this.#loading.delete(name));
      this.#loading.set(name, loading);
    }
    const entry = await loading;
    if (entry) this.#entries.set(name, entry);
    else this.#entries.delete(name);
    return entry?.artefact;
  }

  async close(): Promise<void> {
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #load(
    organizationId: string,
    provider: string,
    version: string,
    known: Entry | undefined,
  ): Promise<Entry | undefined> {
    const askedAt = performance.now();
    const facts = known
      ? await findArtefact(this.#core, organizationId, provider, version)
      : await this.#store(organizationId, provider, version);
    if (!facts || (known && facts.hash !== known.hash)) return undefined;
    const { hash, network } = facts;
    return { artefact: { providerId: provider, version, entryPath: this.#pathOf(hash), network }, hash, askedAt };
  }

  async #store(organizationId: string, provider: string, version: string): Promise<ArtefactFacts | null> {
    const artefact = await readArtefact(this.#core, organizationId, provider, version);
    if (!artefact) return null;
    const path = this.#pathOf(artefact.hash);
    // Each in its own folder, which is all that its process sees, and which any account may read.
    await mkdir(dirname(path), { recursive: true });
    await chmod(dirname(path), 0o755);
    // Written to a temporary file and renamed: a process that starts at this moment sees all of it or nothing.
    const draft = `${path}.${crypto.randomUUID()}`;
    await writeFile(draft, artefact.bytes);
    await chmod(draft, 0o644);
    await rename(draft, path);
    return artefact;
  }

  #pathOf(hash: string): string {
    return join(this.#folder, hash.replace(/^sha256:/, ""), "provider.mjs");
  }
}
