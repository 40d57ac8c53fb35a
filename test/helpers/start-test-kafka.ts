export { startKafkaBroker as startTestKafka, type KafkaBroker } from '../servers/kafka-broker';
