import { type Addresses, pragmaFunction } from "~/lib/packages.ts";

export interface PushSnippet {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

/** How a version of a provider is pushed and deployed, from the folder of its package. */
export function pushSnippets(addresses: Addresses, provider: string): PushSnippet[] {
  const { apiUrl } = addresses;
  const url = `${apiUrl}/providers/${provider}`;
  return [
    {
      id: "curl",
      label: "curl",
      code: `AUTH="Authorization: Bearer $PRAGMA_AUTH_TOKEN"

# Push the source; the answer has the version that is being built
tar -czf ${provider}.tgz --exclude=node_modules --exclude='*.tgz' *
VERSION=$(curl -sS -H "$AUTH" -F code=@${provider}.tgz ${url}/push | tee /dev/stderr |
  sed -n 's/.*"version":"\\([^"]*\\)".*/\\1/p')

# Follow its build; the log ends with it
curl -sSN -H "$AUTH" ${url}/builds/$VERSION/logs

# Deploy it
curl -sS -H "$AUTH" -H "Content-Type: application/json" \\
  -d "{\\"version\\":\\"$VERSION\\"}" ${url}/deploy
`,
    },
    {
      id: "cli",
      label: "CLI",
      code: `export PRAGMA_API_URL=${apiUrl}
${pragmaFunction(addresses)}pragma providers push
pragma providers deploy ${provider}
`,
    },
  ];
}
