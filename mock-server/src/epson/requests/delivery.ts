import { Refusal } from '../../rules/refusal.js';
import { excerpt } from '../../text/mask.js';
import type { Destination } from '../domain/destinations.js';
import { isWebUri, readText, type JsonObject } from './body.js';

/** Reads the URI that notifications go to. @throws Refusal `callback-uri-invalid` */
export function readCallbackUri(body: JsonObject, name: string): string {
  const uri = readText(body, name, 'callback-uri-invalid', 11, 2048);
  if (isWebUri(uri)) return uri;
  // Not shown: it may hold a password.
  throw new Refusal('callback-uri-invalid', `${name} must begin with http:// or https:// and a host.`);
}

/**
 * Reads the place that scans go to.
 *
 * @param serviceName the name of the service in the words of the version
 * @throws Refusal `destination-invalid` unless it fits the service
 */
export function readTarget(body: JsonObject, service: Destination['service'], serviceName: string): string {
  const target = readText(body, 'destination', 'destination-invalid', 4, 544);
  const isUrl = service === 'url';
  if (isUrl ? isWebUri(target) : /^[^\s@]+@[^\s@]+$/.test(target)) return target;
  const wanted = isUrl ? 'begin with http:// or https:// and a host' : 'be an e-mail address';
  throw new Refusal(
    'destination-invalid',
    `destination is ${JSON.stringify(excerpt(target, 80))}; for the ${serviceName} ${service} it must ${wanted}.`,
  );
}
