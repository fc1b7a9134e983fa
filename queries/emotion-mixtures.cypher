// title: Emotions that come together
// answers: >-
//   How often is one emotion the second of an image whose CES label is another, of all images with
//   that label?
// parameters:
//   min_probability:
//     type: number
//     default: 0.05
//     minimum: 0.05
//     maximum: 0.5
//     about: least probability of the second emotion
// columns:
//   emotion: {type: string, about: the CES label}
//   other_emotion: {type: string, about: the second emotion}
// statistics: share
MATCH (image:Image)-[:EVOKES {rank: 1}]->(emotion:Emotion)
WITH emotion, count(*) AS total_images
MATCH (emotion)<-[:EVOKES {rank: 1}]-(image:Image)-[second:EVOKES {rank: 2}]->(other:Emotion)
  WHERE second.probability >= $min_probability
WITH emotion, total_images, other, count(*) AS images
RETURN emotion.id AS emotion, other.id AS other_emotion, images AS images,
       total_images AS total_images
ORDER BY images DESC, emotion, other_emotion
