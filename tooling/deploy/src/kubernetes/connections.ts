import type { Cluster } from "./cluster.ts";

/**
 * Connections to the database at most: all replicas that there may be, and one more of each while a version replaces another.
 * @param guide which says how many each program takes
 */
export function connectionsOf(cluster: Cluster, guide: string): number {
  const said = /an API uses up to (\d+), a dashboard (\d+), a worker (\d+)/.exec(guide) ?? [];
  return ["pragma-api", "pragma-web", "pragma-worker"].reduce((sum, name, index) => {
    const [workload] = cluster.workloads.filter((one) => one.name === name);
    const [scaler] = cluster
      .of("HorizontalPodAutoscaler", "ScaledObject")
      .filter(({ spec }) => spec.scaleTargetRef.name === name);
    const replicas = scaler?.spec.maxReplicas ?? scaler?.spec.maxReplicaCount ?? workload?.spec?.replicas;
    return sum + ((replicas ?? Number.NaN) + 1) * Number(said[index + 1]);
  }, 0);
}
