export interface PushSnippet {
  readonly id: string;
  readonly label: string;
  readonly code: string;
}

/**
 * How a version of a provider is pushed and deployed, from the folder of its package.
 *
 * @param apiUrl the API's public URL, without a slash at the end
 */
export function pushSnippets(apiUrl: string, provider: string): PushSnippet[] {
  return [
    {
      id: "curl",
      label: "curl",
      code: `AUTH="Authorization: Bearer $PRAGMA_AUTH_TOKEN"

# Push the source; the answer is the version that is being built
tar -czf ${provider}.tgz --exclude=node_modules --exclude='*.tgz' *
curl -H "$AUTH" -F code=@${provider}.tgz ${apiUrl}/providers/${provider}/push

# Deploy the newest good build
curl -H "$AUTH" -X POST ${apiUrl}/providers/${provider}/deploy
`,
    },
    {
      id: "cli",
      label: "CLI",
      code: `export PRAGMA_API_URL=${apiUrl}
pragma providers push
pragma providers deploy ${provider}
`,
    },
  ];
}
