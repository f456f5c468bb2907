import { statSync } from "node:fs";
import { artefactFolder, isShipped, type ProviderArtefact } from "../artefact.ts";
import type { Egress, OpenProxy } from "../egress/egress.ts";
import { type HostProgram, hostProgram, manifestMounts } from "../host-program.ts";
import { nodeMounts } from "../sandbox/detect-sandbox.ts";
import type { SandboxLimits } from "../sandbox/limits.ts";
import type { Sandbox, SandboxCommand, SandboxMount } from "../sandbox/sandbox.ts";
import type { SandboxedProcess } from "../sandbox/sandboxed-process.ts";
import type { ProviderDriver, ProviderLaunch, ProviderProcess, ProviderProcessEvents } from "./driver.ts";
import { permissionFlags } from "./permission-flags.ts";
import { RunningProcess } from "./running-process.ts";

const PROTOCOL_FD = 3;

/** Settings of the driver, all optional. */
export interface ProcessDriverOptions {
  /** Limit of the JavaScript heap, in MiB. 512 by default. Buffers are not included; `limits.memoryMb` limits both. */
  maxHeapMb?: number;
  /** Limits of a process; defaults are DEFAULT_SANDBOX_LIMITS. */
  limits?: Partial<SandboxLimits>;
  /**
   * Folders of the machine that the operator opens to a provider, besides its package: none by default. A provider that
   * may write to one runs as its owner, so that files keep their owner; the owner should not be root.
   */
  grants?: (launch: ProviderLaunch) => readonly SandboxMount[];
  /**
   * Whether providers see the system's programs, all of /usr. By default they see only the libraries that Node needs. A
   * provider in another language always sees them.
   */
  systemPrograms?: boolean;
  /**
   * Whether to make Node itself refuse files outside of the mounts, and child processes. This contains mistakes, not
   * attackers. By default only with the sandbox `none`.
   */
  usesNodePermissions?: boolean;
  /**
   * The egress of providers that may use the network. Without it, and in a sandbox that cannot filter, they use the
   * machine's network unfiltered.
   */
  egress?: Egress | undefined;
  /**
   * Providers that use `egress` even if the sandbox cannot filter. It is not enforced there, so it is for trusted
   * providers that connect to addresses from their users. None by default.
   */
  checksAddresses?: (launch: ProviderLaunch) => boolean;
}

/** Runs each provider as a process of this machine, in the given sandbox: see Sandbox for what each kind blocks. */
export class ProcessDriver implements ProviderDriver {
  readonly name = "process";
  readonly startDelayMs = 0;
  readonly #sandbox: Sandbox;
  readonly #host: HostProgram = hostProgram();
  readonly #options: Required<Omit<ProcessDriverOptions, "egress">>;
  readonly #egress: Egress | null;

  constructor(sandbox: Sandbox, options: ProcessDriverOptions = {}) {
    this.#sandbox = sandbox;
    this.#egress = options.egress ?? null;
    this.#options = {
      maxHeapMb: options.maxHeapMb ?? 512,
      limits: options.limits ?? {},
      grants: options.grants ?? (() => []),
      systemPrograms: options.systemPrograms ?? false,
      usesNodePermissions: options.usesNodePermissions ?? sandbox.kind === "none",
      checksAddresses: options.checksAddresses ?? (() => false),
    };
  }

  start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess {
    try {
      return this.#start(launch, events);
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setImmediate(() => events.onExit({ reason: `could not be started: ${message}`, output: "" }));
      return { send: () => {}, unread: 0, pause: () => {}, kill: () => {} };
    }
  }

  #start(launch: ProviderLaunch, events: ProviderProcessEvents): ProviderProcess {
    const { artefact, maxMessageBytes } = launch;
    const proxy = this.#openProxy(launch);
    let started: SandboxedProcess;
    try {
      started = this.#sandbox.start(this.#command(launch, proxy));
    } catch (error) {
      proxy?.close();
      throw error;
    }
    void started.ended.then(() => proxy?.close());
    const { stdin, stdout, stderr } = started;
    const both = started.duplex(PROTOCOL_FD);
    const streams = artefact.command
      ? { input: stdin, output: stdout, printed: [stderr] }
      : { input: both, output: both, printed: [stdout, stderr] };
    return new RunningProcess(started, streams, maxMessageBytes, events);
  }

  #openProxy(launch: ProviderLaunch): OpenProxy | null {
    const { artefact, organizationId } = launch;
    if (!this.#egress || artefact.network === "none") return null;
    if (!this.#sandbox.filtersNetwork && !this.#options.checksAddresses(launch)) return null;
    const subject = { organizationId, providerId: artefact.providerId, isShipped: isShipped(artefact) };
    return this.#egress.open(subject, this.#host.egressPath);
  }

  #command(launch: ProviderLaunch, proxy: OpenProxy | null): SandboxCommand {
    const { artefact } = launch;
    const grants = this.#options.grants(launch);
    const own = { path: artefactFolder(artefact) };
    const proxies = proxy ? [{ path: proxy.folder }] : [];
    const mounts = artefact.command
      ? [own, ...nodeMounts(), ...grants, ...proxies]
      : [own, ...manifestMounts(own.path), ...nodeMounts(), ...this.#host.mounts, ...grants, ...proxies];
    return {
      command: artefact.command ?? this.#nodeCommand(artefact, mounts, proxy),
      mounts,
      systemPrograms: this.#options.systemPrograms || artefact.command !== undefined,
      network: proxy && this.#sandbox.filtersNetwork ? "none" : artefact.network,
      env: artefact.command && proxy ? { PRAGMA_EGRESS_DOOR: proxy.folder } : {},
      limits: this.#options.limits,
      uid: ownerOf(grants),
      // The Node host has the protocol on a separate descriptor, so that a provider's output cannot get into it.
      stdio: artefact.command ? ["pipe", "pipe", "pipe"] : ["ignore", "pipe", "pipe", "pipe"],
    };
  }

  #nodeCommand(artefact: ProviderArtefact, mounts: readonly SandboxMount[], proxy: OpenProxy | null): string[] {
    return [
      process.execPath,
      `--max-old-space-size=${this.#options.maxHeapMb}`,
      ...(this.#options.usesNodePermissions ? permissionFlags(mounts) : []),
      // Threads, and Node processes that it forks, load it as well.
      ...(proxy ? [`--require=${proxy.preload}`] : []),
      this.#host.path,
      `--protocol-fd=${PROTOCOL_FD}`,
      ...(artefact.network === "none" && this.#sandbox.cutsNetwork ? ["--no-network"] : []),
      artefact.entryPath,
    ];
  }
}

/** The account whose folder the operator lets the provider write into. */
function ownerOf(grants: readonly SandboxMount[]): number | undefined {
  const writable = grants.find((grant) => grant.writable);
  return writable && statSync(writable.path).uid;
}
