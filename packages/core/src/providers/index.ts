export { checkShippedTypes } from "./check-types.ts";
export { deleteProvider } from "./delete-provider.ts";
export { deployProvider } from "./deploy-provider.ts";
export { getBuild } from "./get-build.ts";
export { getDeployment } from "./get-deployment.ts";
export { listBuilds } from "./list-builds.ts";
export { listProviders } from "./list-providers.ts";
export { listResourceTypes } from "./list-resource-types.ts";

export { pushProvider } from "./push-provider.ts";
export { readBuildLogs } from "./read-build-logs.ts";
export { typeRows } from "./type-rows.ts";
