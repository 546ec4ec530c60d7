// Receives job status notifications: who is told of them, and what an answer means.
import express, { type Express } from 'express';
import {
  NotificationError,
  parseJobNotification,
  type JobNotification,
  type JobNotificationV2,
} from 'epson-connect-sdk/receive';

/**
 * @param path hard to guess: nothing in a notification proves that it comes from Epson
 * @param onNotification told of each, of either version; ask `epson.jobs.get` about the job before acting on it
 */
export function notificationReceiver(
  path: string,
  onNotification: (notification: JobNotification | JobNotificationV2) => void,
): Express {
  const app = express();
  app.post(path, express.text({ type: 'application/json', limit: '10kb' }), (request, response) => {
    try {
      onNotification(parseJobNotification(request.body));
      response.sendStatus(200);
    } catch (error) {
      response.sendStatus(error instanceof NotificationError ? 400 : 500);
    }
  });
  return app;
}
