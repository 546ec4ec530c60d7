import type { Request, Response } from 'express';
import type { Desk, MockControl } from './control.js';

/** What an order needs to be carried out. */
export interface Order {
  readonly desk: Desk;
  readonly control: MockControl;
  readonly clientId: string;
  readonly request: Request<Record<string, string>>;
  readonly response: Response;
}
