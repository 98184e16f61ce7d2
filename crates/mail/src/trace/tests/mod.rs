mod received;
mod time;
mod traces;
