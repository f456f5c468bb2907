import type { OperationId } from "@pragma/contract";
import { expect, it } from "vitest";
import type { Group, LazyCommand } from "../framework/command.ts";
import { root } from "./root.ts";

/** The command for each operation, or why there is none. An operation that is missing here does not compile. */
const COMMANDS: Readonly<Record<OperationId, string | { none: string }>> = {
  getHealth: { none: "curl and load balancers ask for it" },
  getReadiness: { none: "curl and load balancers ask for it" },
  getIdentity: "auth whoami",
  listResources: "resources list",
  listResourceTypes: "resources types",
  getResourceFacets: { none: "counts for the filters of a page" },
  getResourceGraph: "resources graph",
  applyResource: { none: "apply declares one resource or many, as a change" },
  getResource: "resources get",
  deleteResource: "resources delete",
  getResourceStatus: { none: "resources get and wait read more" },
  explainResource: "why",
  cancelResource: "resources cancel",
  discardDraft: "resources discard",
  reapplyResource: { none: "reapply applies one resource or many again, as a change" },
  retryResource: "resources retry",
  readResourceLogs: "resources logs",
  checkResourceHealth: "resources health",
  listResourceEvents: "resources history",
  compareVersions: "resources diff",
  planChange: "plan",
  previewChange: "diff",
  listChanges: "changes list",
  getChange: "changes show",
  listChangeActions: "changes show",
  applyChange: "apply",
  discardChange: "changes discard",
  endChange: "changes end",
  revertChange: "changes revert",
  listSets: "sets list",
  getSet: "sets show",
  deleteSet: "sets delete",
  streamEvents: "resources wait",
  listDeadLetters: "ops dead-letter list",
  deleteAllDeadLetters: "ops dead-letter delete",
  retryAllDeadLetters: "ops dead-letter retry",
  getDeadLetter: "ops dead-letter show",
  deleteDeadLetter: "ops dead-letter delete",
  retryDeadLetter: "ops dead-letter retry",
  listProviders: "providers list",
  pushProvider: "providers push",
  listBuilds: "providers builds",
  getBuild: "providers push",
  getVersion: { none: "another address of getBuild" },
  readBuildLogs: "providers logs",
  deployProvider: "providers deploy",
  previewDeployment: "providers deploy",
  getDeployment: "providers status",
  deleteProvider: "providers delete",
  uploadFile: { none: "a config names a file as @path, and apply sends it" },
  downloadFile: { none: "outputs of a file have its address" },
  getFileUrl: { none: "outputs of a file have its address" },
  checkFile: { none: "resources get says whether a file is there" },
  deleteFile: { none: "resources delete deletes files, too" },
  listTokens: "tokens list",
  createToken: "tokens create",
  revokeOwnToken: "auth logout",
  revokeToken: "tokens revoke",
  exchangeLoginCode: "auth login",
  getJwks: { none: "keys for services that check tokens" },
  listAudit: "audit list",
  getOpenapi: { none: "the document that clients are made of" },
  getDocs: { none: "a page for people" },
};

it.each(Object.entries(COMMANDS).filter((entry): entry is [string, string] => typeof entry[1] === "string"))(
  "%s has the command %s",
  (_, line) => {
    const words = line.split(" ");
    const found = words.reduce<Group | LazyCommand | undefined>(
      (at, word) => (at?.kind === "group" ? at.children[word] : undefined),
      root,
    );
    expect(found?.kind).toBe("lazy");
  },
);
