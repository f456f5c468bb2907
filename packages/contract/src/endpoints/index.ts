import { listAudit } from "./audit.ts";
import {
  createToken,
  exchangeLoginCode,
  getIdentity,
  getJwks,
  listTokens,
  revokeOwnToken,
  revokeToken,
} from "./auth.ts";
import {
  applyChange,
  discardChange,
  endChange,
  getChange,
  listChangeActions,
  listChanges,
  planChange,
  previewChange,
  revertChange,
} from "./changes.ts";
import {
  deleteAllDeadLetters,
  deleteDeadLetter,
  getDeadLetter,
  listDeadLetters,
  retryAllDeadLetters,
  retryDeadLetter,
} from "./dead-letters.ts";
import type { Endpoint } from "./endpoint.ts";
import { streamEvents } from "./events.ts";
import { checkFile, deleteFile, downloadFile, getFileUrl, uploadFile } from "./files.ts";
import { getHealth, getReadiness } from "./health.ts";
import { getDocs, getOpenapi } from "./openapi.ts";
import {
  deleteProvider,
  deployProvider,
  getBuild,
  getDeployment,
  getVersion,
  listBuilds,
  listProviders,
  previewDeployment,
  pushProvider,
  readBuildLogs,
} from "./providers.ts";
import {
  checkResourceHealth,
  compareVersions,
  getResourceFacets,
  getResourceGraph,
  listResourceEvents,
  listResourceTypes,
  readResourceLogs,
} from "./resource-details.ts";
import {
  applyResource,
  cancelResource,
  deleteResource,
  discardDraft,
  getResource,
  getResourceStatus,
  listResources,
  retryResource,
} from "./resources.ts";
import { deleteSet, getSet, listSets } from "./sets.ts";

/** Every endpoint of contract section 6, by operationId. */
export const endpoints = {
  getHealth,
  getReadiness,
  getIdentity,
  listResources,
  listResourceTypes,
  getResourceFacets,
  getResourceGraph,
  applyResource,
  getResource,
  deleteResource,
  getResourceStatus,
  cancelResource,
  discardDraft,
  retryResource,
  readResourceLogs,
  checkResourceHealth,
  listResourceEvents,
  compareVersions,
  planChange,
  previewChange,
  listChanges,
  getChange,
  listChangeActions,
  applyChange,
  discardChange,
  endChange,
  revertChange,
  listSets,
  getSet,
  deleteSet,
  streamEvents,
  listDeadLetters,
  deleteAllDeadLetters,
  retryAllDeadLetters,
  getDeadLetter,
  deleteDeadLetter,
  retryDeadLetter,
  listProviders,
  pushProvider,
  listBuilds,
  getBuild,
  getVersion,
  readBuildLogs,
  deployProvider,
  previewDeployment,
  getDeployment,
  deleteProvider,
  uploadFile,
  downloadFile,
  getFileUrl,
  checkFile,
  deleteFile,
  listTokens,
  createToken,
  revokeOwnToken,
  revokeToken,
  exchangeLoginCode,
  getJwks,
  listAudit,
  getOpenapi,
  getDocs,
} as const satisfies Record<string, Endpoint>;

/** The name of an operation, in the OpenAPI document and in every table that lists what a client has for each. */
export type OperationId = keyof typeof endpoints;
