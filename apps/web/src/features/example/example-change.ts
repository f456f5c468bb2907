import type { ChangeInput } from "@pragma/contract";

/** The set that the example's resources are members of, so that they can be deleted together. */
const EXAMPLE_SET = "example";

const resource = (type: string, name: string, config: Record<string, unknown>) => ({
  provider: "pragma",
  resource: type,
  name: `example-${name}`,
  config,
});

/**
 * A change that can be applied in any installation: resources of the platform's own types that use each other, among them
 * a secret, which stays hidden wherever it lands.
 */
export function exampleChange(): Omit<ChangeInput, "apply"> {
  return {
    documents: [
      resource("config", "settings", { data: { title: "Corner Shop", currency: "EUR", host: "db.shop.example" } }),
      resource("secret", "database", { data: { password: "correct horse battery staple" } }),
      resource("config", "connection", {
        data: {
          url: "postgres://shop:${pragma/secret/example-database.outputs.password}@${pragma/config/example-settings.outputs.host}/shop",
        },
      }),
      resource("file", "welcome", {
        content_type: "text/plain",
        content: "Welcome to the ${pragma/config/example-settings.outputs.title}!\n",
      }),
    ],
    set: EXAMPLE_SET,
    message: "The example",
    source: { kind: "dashboard" },
  };
}
