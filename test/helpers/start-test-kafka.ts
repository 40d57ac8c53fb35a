export {
  startKafkaBroker as startTestKafka,
  type KafkaBroker,
} from '../../demo/servers/kafka-broker';
