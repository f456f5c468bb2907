import type { endpoints, OperationId } from "@pragma/contract";
import type { Route } from "./http/route.ts";
import { listRoute as listAudit } from "./routes/audit/list.ts";
import { createTokenRoute } from "./routes/auth/create-token.ts";
import { exchangeRoute } from "./routes/auth/exchange.ts";
import { jwksRoute } from "./routes/auth/jwks.ts";
import { listTokensRoute } from "./routes/auth/list-tokens.ts";
import { meRoute } from "./routes/auth/me.ts";
import { revokeOwnTokenRoute } from "./routes/auth/revoke-own-token.ts";
import { revokeTokenRoute } from "./routes/auth/revoke-token.ts";
import { actionsRoute } from "./routes/changes/actions.ts";
import { applyRoute as applyChange } from "./routes/changes/apply.ts";
import { discardRoute as discardChange } from "./routes/changes/discard.ts";
import { endRoute as endChange } from "./routes/changes/end.ts";
import { getRoute as getChange } from "./routes/changes/get.ts";
import { listRoute as listChanges } from "./routes/changes/list.ts";
import { planRoute } from "./routes/changes/plan.ts";
import { previewRoute } from "./routes/changes/preview.ts";
import { revertRoute } from "./routes/changes/revert.ts";
import { deleteRoute as deleteDeadLetter } from "./routes/dead-letters/delete.ts";
import { deleteAllRoute } from "./routes/dead-letters/delete-all.ts";
import { getRoute as getDeadLetter } from "./routes/dead-letters/get.ts";
import { listRoute as listDeadLetters } from "./routes/dead-letters/list.ts";
import { retryRoute as retryDeadLetter } from "./routes/dead-letters/retry.ts";
import { retryAllRoute } from "./routes/dead-letters/retry-all.ts";
import { openapiRoute } from "./routes/docs/openapi.ts";
import { streamRoute } from "./routes/events/stream.ts";
import { checkRoute } from "./routes/files/check.ts";
import { deleteRoute as deleteFile } from "./routes/files/delete.ts";
import { downloadRoute } from "./routes/files/download.ts";
import { uploadRoute } from "./routes/files/upload.ts";
import { urlRoute } from "./routes/files/url.ts";
import { liveRoute } from "./routes/health/live.ts";
import { readyRoute } from "./routes/health/ready.ts";
import { buildRoute, versionRoute } from "./routes/providers/build.ts";
import { buildLogsRoute } from "./routes/providers/build-logs.ts";
import { buildsRoute } from "./routes/providers/builds.ts";
import { deleteRoute as deleteProvider } from "./routes/providers/delete.ts";
import { deployRoute } from "./routes/providers/deploy.ts";
import { deploymentRoute } from "./routes/providers/deployment.ts";
import { discoverRoute } from "./routes/providers/discover.ts";
import { listRoute as listProviders } from "./routes/providers/list.ts";
import { previewDeploymentRoute } from "./routes/providers/preview.ts";
import { pushRoute } from "./routes/providers/push.ts";
import { applyRoute } from "./routes/resources/apply.ts";
import { cancelRoute } from "./routes/resources/cancel.ts";
import { compareRoute } from "./routes/resources/compare.ts";
import { deleteRoute } from "./routes/resources/delete.ts";
import { discardRoute } from "./routes/resources/discard.ts";
import { checkDriftRoute, driftRoute } from "./routes/resources/drift.ts";
import { eventsRoute } from "./routes/resources/events.ts";
import { explanationRoute } from "./routes/resources/explanation.ts";
import { facetsRoute } from "./routes/resources/facets.ts";
import { getRoute } from "./routes/resources/get.ts";
import { graphRoute } from "./routes/resources/graph.ts";
import { healthRoute } from "./routes/resources/health.ts";
import { listRoute } from "./routes/resources/list.ts";
import { logsRoute } from "./routes/resources/logs.ts";
import { reapplyRoute } from "./routes/resources/reapply.ts";
import { retryRoute } from "./routes/resources/retry.ts";
import { statusRoute } from "./routes/resources/status.ts";
import { typesRoute } from "./routes/resources/types.ts";
import { deleteRoute as deleteSet } from "./routes/sets/delete.ts";
import { getRoute as getSet } from "./routes/sets/get.ts";
import { listRoute as listSets } from "./routes/sets/list.ts";
import { changeRoute as changeSettings } from "./routes/settings/change.ts";
import { getRoute as getSettings } from "./routes/settings/get.ts";

/** All routes, by what they answer. The page at `/docs` is Scalar's. An endpoint without its route does not compile. */
function routesOf(publicApiUrl: string) {
  return {
    getHealth: liveRoute,
    getReadiness: readyRoute,
    getOpenapi: openapiRoute(publicApiUrl),
    getIdentity: meRoute,
    listResources: listRoute,
    listResourceTypes: typesRoute,
    getResourceFacets: facetsRoute,
    getResourceGraph: graphRoute,
    applyResource: applyRoute,
    getResource: getRoute,
    deleteResource: deleteRoute,
    getResourceStatus: statusRoute,
    explainResource: explanationRoute,
    compareVersions: compareRoute,
    cancelResource: cancelRoute,
    discardDraft: discardRoute,
    reapplyResource: reapplyRoute,
    retryResource: retryRoute,
    readResourceLogs: logsRoute,
    checkResourceHealth: healthRoute,
    getResourceDrift: driftRoute,
    checkResourceDrift: checkDriftRoute,
    listResourceEvents: eventsRoute,
    planChange: planRoute,
    previewChange: previewRoute,
    listChanges,
    getChange,
    listChangeActions: actionsRoute,
    applyChange,
    discardChange,
    endChange,
    revertChange: revertRoute,
    listSets,
    getSet,
    deleteSet,
    streamEvents: streamRoute,
    listDeadLetters,
    deleteAllDeadLetters: deleteAllRoute,
    retryAllDeadLetters: retryAllRoute,
    getDeadLetter,
    deleteDeadLetter,
    retryDeadLetter,
    listProviders,
    pushProvider: pushRoute,
    listBuilds: buildsRoute,
    getBuild: buildRoute,
    getVersion: versionRoute,
    readBuildLogs: buildLogsRoute,
    deployProvider: deployRoute,
    discover: discoverRoute,
    previewDeployment: previewDeploymentRoute,
    getDeployment: deploymentRoute,
    deleteProvider,
    uploadFile: uploadRoute,
    downloadFile: downloadRoute,
    getFileUrl: urlRoute,
    checkFile: checkRoute,
    deleteFile,
    getSettings,
    changeSettings,
    listTokens: listTokensRoute,
    createToken: createTokenRoute,
    revokeOwnToken: revokeOwnTokenRoute,
    revokeToken: revokeTokenRoute,
    exchangeLoginCode: exchangeRoute,
    getJwks: jwksRoute,
    listAudit,
  } satisfies { [Id in Exclude<OperationId, "getDocs">]: Route<(typeof endpoints)[Id]> };
}

/** All routes except the page at /docs. */
export function allRoutes(publicApiUrl: string): Route[] {
  return Object.values(routesOf(publicApiUrl));
}
