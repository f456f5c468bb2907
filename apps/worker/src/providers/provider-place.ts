import type { Core } from "@pragma/core";
import {
  type ArtefactBuilder,
  buildInSandbox,
  describeEgress,
  Egress,
  isShipped,
  KubernetesDriver,
  type KubernetesSettings,
  ProcessDriver,
  type ProviderDriver,
  type Sandbox,
  type SandboxKind,
} from "@pragma/runtime";
import { FirstOrganization } from "./first-organization.ts";
import { foldersOf, type ProviderFolder } from "./provider-folders.ts";

/** Where provider code runs: in a sandbox of this machine, which the operator may have named, or in Pods. */
export type ProviderPlace = { sandbox: Sandbox; isNamed: boolean } | { kubernetes: KubernetesSettings };

/** Options of a place for providers that run on this machine. */
export interface PlaceOptions {
  /** Identifies the worker. */
  worker: string;
  /** Whether providers see all of the system's programs. */
  systemPrograms: boolean;
  /** Folders of the machine that shipped providers may write to. */
  folders: readonly ProviderFolder[];
  /** Addresses that providers may reach besides public ones. */
  egressAllow: string | undefined;
}

/** A place where providers run and are built. */
export interface OpenPlace {
  driver: ProviderDriver;
  maker: ArtefactBuilder;
  /** Boundary between provider code and the platform. */
  boundary: SandboxKind | "kubernetes";
  /** Whether the operator named that. */
  isNamed: boolean;
  /** Description of the boundary, in sentences for people. */
  description: string;
  /** Whether the worker holds providers to the egress policy. In Pods network policies do, which it cannot see. */
  filtersNetwork: boolean;
  /** Ends what it keeps running; providers have ended before. */
  close(): Promise<void>;
}

/** Opens it. @throws Error if Kubernetes cannot be reached, or refuses */
export function openPlace(core: Core, place: ProviderPlace, options: PlaceOptions): Promise<OpenPlace> {
  return "kubernetes" in place
    ? openCluster(core, place.kubernetes, options.worker)
    : openMachine(core, place, options);
}

async function openCluster(core: Core, settings: KubernetesSettings, worker: string): Promise<OpenPlace> {
  const { logger } = core.services;
  const driver = await KubernetesDriver.open(settings, {
    worker,
    onTrouble: (message, facts) => logger.warn(facts, message),
  });
  logger.info({ namespace: settings.namespace }, driver.description);
  return {
    ...{ driver, maker: driver.makeArtefact, boundary: "kubernetes", isNamed: true },
    ...{ description: driver.description, filtersNetwork: false },
    close: () => driver.close(),
  };
}

async function openMachine(
  core: Core,
  { sandbox, isNamed }: { sandbox: Sandbox; isNamed: boolean },
  { folders, egressAllow, systemPrograms }: PlaceOptions,
): Promise<OpenPlace> {
  const first = new FirstOrganization(core.db, core.services.logger);
  if (folders.some(({ organization }) => organization === null)) await first.look();
  const egress = new Egress({
    allow: egressAllow,
    onRestart: (how) =>
      core.services.logger.error(`the process that filters the network of providers ${how}; it is started again`),
  });
  const driver = new ProcessDriver(sandbox, {
    grants: (launch) => foldersOf(folders, launch, first.id),
    egress,
    // Authors of manifests choose the addresses that it connects to.
    checksAddresses: ({ artefact }) => isShipped(artefact) && artefact.providerId === "http",
    systemPrograms,
  });
  return {
    ...{ driver, isNamed, maker: buildInSandbox(sandbox), boundary: sandbox.kind },
    ...{ description: `${sandbox.description} ${describeEgress(sandbox)}`, filtersNetwork: sandbox.filtersNetwork },
    async close() {
      first.close();
      await egress.close();
    },
  };
}
