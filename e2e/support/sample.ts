import type { Api } from "./api.ts";
import { stackInfo } from "./stack-info.ts";

/** The resources of an organization in which every state occurs. Keys are `provider/resource/name`. */
export const SAMPLE = {
  secret: "pragma/secret/server",
  names: "pragma/config/names",
  role: "postgres/role/owner",
  database: "postgres/database/shop",
  settings: "pragma/config/settings",
  broken: "pragma/config/broken",
  waiting: "pragma/config/waiting",
  draft: "pragma/config/draft",
} as const;

/**
 * Fills an organization with resources over two providers, made ready on a real server, and with some that are not:
 * failed, waiting, and a draft. They are applied in the wrong order, as a team's files are.
 *
 * @param prefix begins the names of what is created on the server, which other tests use too
 */
export async function fillOrganization(api: Api, prefix: string): Promise<void> {
  const server_url = "${pragma/secret/server.outputs.url}";
  const config = (name: string, data: Record<string, unknown>) => ({
    provider: "pragma",
    resource: "config",
    name,
    config: { data },
    tags: ["shop", name],
  });
  await api.apply(
    config("settings", { jdbc: "jdbc:postgresql://${postgres/database/shop.outputs.host}/", title: "Corner Shop" }),
  );
  await api.apply({
    provider: "postgres",
    resource: "database",
    name: "shop",
    config: { server_url, name: "${pragma/config/names.outputs.prefix}", owner: "${postgres/role/owner.outputs.name}" },
    tags: ["shop"],
  });
  await api.apply({
    provider: "postgres",
    resource: "role",
    name: "owner",
    config: { server_url, name: "${pragma/config/names.outputs.prefix}_owner", password: "open sesame" },
    tags: ["shop"],
  });
  await api.apply(config("names", { prefix }));
  await api.apply({
    provider: "pragma",
    resource: "secret",
    name: "server",
    config: { data: { url: stackInfo().userDatabaseUrl } },
  });
  await api.apply(config("broken", { title: "${pragma/config/names.outputs.no_such_field}" }));
  await api.apply(config("waiting", { title: "${pragma/config/not-there.outputs.title}" }));
  await api.apply({ ...config("draft", { title: "Later" }), lifecycle_state: "draft" });
  for (const key of [SAMPLE.settings, SAMPLE.database]) await api.waitFor(key, "ready");
  await api.waitFor(SAMPLE.broken, "failed");
}
