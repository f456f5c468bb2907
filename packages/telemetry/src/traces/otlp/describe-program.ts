import {
  defaultResource,
  detectResources,
  type Resource,
  resourceAttributesEnvDetector,
  resourceFromAttributes,
  serviceNameEnvDetector,
} from "@opentelemetry/resources";

/** The resource of all spans: the program by its name, and what `OTEL_RESOURCE_ATTRIBUTES` and `OTEL_SERVICE_NAME` say. */
export function describeProgram(service: string): Resource {
  const named = defaultResource().merge(resourceFromAttributes({ "service.name": service }));
  return named.merge(detectResources({ detectors: [resourceAttributesEnvDetector, serviceNameEnvDetector] }));
}
