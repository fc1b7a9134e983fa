// title: Images that evoke two emotions
// answers: Which images have a second emotion nearly as probable as the first?
// parameters:
//   min_probability:
//     type: number
//     default: 0.25
//     minimum: 0.05
//     maximum: 0.5
//     about: least probability of the second emotion
//   limit: {type: integer, default: 50, minimum: 1, about: most rows to show}
// columns:
//   image: {type: string, about: the image}
//   emotion: {type: string, about: its CES label}
//   probability: {type: number, about: probability of the label}
//   other_emotion: {type: string, about: the second emotion}
//   other_probability: {type: number, about: probability of the second emotion}
MATCH (other_emotion:Emotion)<-[second:EVOKES {rank: 2}]-(image:Image)
  WHERE second.probability >= $min_probability
WITH image, second, other_emotion
ORDER BY second.probability DESC, image.id LIMIT $limit
MATCH (image)-[first:EVOKES {rank: 1}]->(emotion:Emotion)
RETURN image.id AS image, emotion.id AS emotion, first.probability AS probability,
       other_emotion.id AS other_emotion, second.probability AS other_probability
ORDER BY other_probability DESC, image
